"""What councils say every week. No check of words may stumble over any of it."""

INNOCENT = """
Bin collections move by a day next week: Monday's round is on Tuesday, and so on.
Agenda: Full Council meets on Tuesday 3 March at 7.30pm in the Rufus Centre. All are welcome.
The agenda for the Planning Committee is at https://www.ashford.example/agenda (PDF, 2 MB).
Conservative Club fish supper on Friday from 6pm. Book at the bar.
Labour Day is a holiday in some countries, so the consulate is closed.
The Liberal Club hosts a quiz. The Labour Club has bingo.
A conservative estimate is 200 visitors. Labour costs have risen by 4%.
Have your say on green space: we want more of it. The village green is open again.
Winter greens are in at the market, and the bowling green opens on 1 May.
Part 2 of the history walk starts at the Guildhall on 14 May at 10:30.
The Village Green Party in the Park is back on 5 July. Party bags for the first 50 children.
Local Government Reform: a briefing for residents. Reform of the planning system is under way.
Vote for your favourite scarecrow at the library. Every vote counts!
Bring photo ID to vote in person. Register to vote by midnight on Tuesday 16 April.
The council voted to plant 40 trees. The motion was put to the vote and carried.
We are recruiting a Deputy Clerk. The successful candidate will start in May.
Could you be a councillor? There is a vacancy in Manor Ward.
Councillor Surgery on Saturday from 10am to midday in the library. Councillors are there to listen.
Red rosette for best in show, blue for second: well done to everybody at the dog show.
Free confidential advice from Citizens Advice, every Thursday. All answers are kept confidential.
Blue Badge holders are exempt from the charge. Part B of the form is on the back.
Members of the public and press are welcome to attend. The public toilets are closed today.
Road closed: Station Road between Church Street and Mill Lane, 9am to 3pm, 5 December.
High Street is closed on Friday. Bus 42 stops in Station Road.
24 Hour Street Market! The 12 High Street shops are open late. Top 10 Station Road cafes.
Meet at the Library, 1 Market Square, Ashford AS1 2AB.
The Rufus Centre, Steppingley Road, Flitwick MK45 1AH
Phase 2 Station Road works start on 21 April High Street follows.
Planning application CB/22/01234/FULL: comment by 01.02.2026. Reference 22/01234/FUL.
Report a pothole on 0300 300 8301. Childline is 0800 1111. In an emergency call 999, else 101.
Write to office@ashford.example or enquiries@centralbedfordshire.gov.uk.
Follow @ashfordcouncil and @ashford@mastodon.example for news.
Shakespeare was born on 23 April 1564. See Love's Labour's Lost at the Guildhall.
Happy Christmas from all of us! #Ashford #Christmas #RoadClosureToday #bedfordshire #NHS
NHS, RAF, RBL, ATC and ACF march on Remembrance Sunday. PLEASE NOTE the new time.
Stalls by RAFA RSPCA NSPCC RNLI CPRE and others.
ROAD CLOSED today. FREE parking after 3pm.
Tickets cost £12.50 (£10 for over-60s) from https://www.ashford.example/fair?day=5&tent=(a).
It is 1 in 4 of us: mental health matters. Scores: 12-10, 3.5 km, 10/12/2026, 2026-12-10.
The Party Wall Act explained: who pays for a garden wall?
Jane Austen House opens. Walk the Jubilee Way. Visit Winston Churchill Square.
Thanks to the search party, the working party and the tea party.
Use https: it is safer than HTTP/2 alone. Data: see the annual report. File: form 7.
Grievance and disciplinary policies were adopted at the meeting. The minutes are published.
The Leader of the Council opened the hub. The party's over at midnight.
Conservation area appraisal: tell us what you think. Conservatories need no permission.
Cymraeg: Croeso i'r farchnad ddydd Sadwrn. Dewch â'ch bagiau eich hun. #eisteddfod
Polski: Biblioteka jest otwarta w sobotę od 10 do 14. Zapraszamy!
اردو: لائبریری ہفتے کو کھلی ہے۔
中文:图书馆星期六开放,上午十点到下午两点。
ਪੰਜਾਬੀ: ਲਾਇਬ੍ਰੇਰੀ ਸ਼ਨੀਵਾਰ ਨੂੰ ਖੁੱਲ੍ਹੀ ਹੈ।
🎄🎅 Lights on at 5pm 👏🏽👏🏽 #ChristmasLights2026
Polling stations are open from 7am to 10pm. Notice of poll: https://www.ashford.example/poll
Allotments: plot 12 Mill Lane site is free. Lot 3, item 7, page 21.
Our 2026 Community Awards are open. Nominate by 5pm on 30 June 2026.
The Mayor's charity this year is the air ambulance. The Mayor opened the fair.
Water is off in Oak Avenue from 0900 to 1700 on 5 December. Ring your supplier.
""".strip().splitlines()
