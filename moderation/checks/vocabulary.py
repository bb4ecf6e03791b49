"""Words that stand in hashtags of councils, to recognise where one ends and the next begins."""

from functools import lru_cache

_WORDS = """
about access accessible active advice after agenda air alert all allotment allotments and annual
appeal april are armistice art arts artwork at august autumn award awards bank banks battle beat
bedford bedfordshire before best better big bike bin bins black blood bloom blue bonfire book
books bookshop bookshops bowl bowls bridge britain british budget build building bus buses
business businesses buy cafe call calling can car care carers carol carols cash castle celebrate
celebration cemetery centre challenge change charity chat check child children choir christmas
church cinema circus city civic clean cleaner climate closed closure club clubhouse coffee
collection collections come coming community consultation cost council councillor councillors
councils county craft crafts cricket crime crossing culture cup cycle cycling dance dates day days
december defibrillator dementia derbyshire dig dog dogs down drive dunstable east easter eat
eating eco election elections emergency energy england environment estate event events every
everyone fair fairs fall family farmers farmhouse fayre february festival festive fete field film
finance fire fireplace firework fireworks first fitness flag flitwick flood flooding floods
flowers food foodbank football for forces free friday friends from fun fund funding garden
gardening gardens gas get giving go good grant grants great green greenhouse growing hall
halloween happy harvest have health healthy heanor heart heat help helping her heritage heroes
hidden high hill history hobby holiday holidays home homes homework house housing how hub idea
ideas improvement in information is it jobs join jubilee july june keep kids king lake land lane
late learn leighton leisure library life light lights linslade litter live local look loscoe love
loving ludlow made make march market marketplace markets may mayor mayors meeting meetings
memorial men mental merry mile mind minutes monday month more morning museum music name national
nature needed neighbourhood new news next night no noise north notice november october of office
on online open opening our out over parish park parking parkrun parks partnership party path
people pick picker pickers picking picnic place plan planning plans planting play playground
playtime please police pop poppy post pride project public quiet quiz race rail rain read reading
ready recreation recycle recycling red register remember remembrance repair report resident
residents road roads roadworks route run running safe safer safety sale santa saturday save say
school schools science scouts season sense september service services share shop shopping shops
show shropshire site skate skatepark small snow social south space spaces speed sport sports
spring springtime stall stalls station stay stop stories story street streetlight streetlights
streets summer summertime sunday support supporting survey sustainable swim switch table talk team
teen tell thank thanks the theatre think this thursday time to today together tomorrow tourism
town towns traders traffic trail train training travel tree trees tuesday under up update us use
vacancies vacancy van victory view village visit vj volunteer volunteering volunteers walk walking
walks want ward warm warning waste water way we weather wednesday week weekend welcome well
wellbeing west what whats wild wildlife winter with women wood woodland work workplace works
workshop world year years you young your yours youth zone
"""
#: In no order. A word more costs nothing; a word that is part of others ("in") may split them.
WORDS = frozenset(_WORDS.split())

_LONG_WORDS = """
accessibility accommodation accountability achievement administration advertisement agriculture
anniversary announcement appointments apprenticeship apprenticeships archaeology architecture
bedfordshire biodiversity buckinghamshire cambridgeshire celebrations cheltenham collaboration
commemoration communication communications communities community conservation construction
consultation consultations councillors defibrillator democracy derbyshire development disabilities
electricity emergencies employment empowerment engagement entertainment environment environmental
exhibition flowerbeds fundraising gloucestershire hertfordshire homelessness hospitality
improvements inclusivity independence independent information infrastructure intergenerational
international leicestershire lincolnshire loneliness maintenance neighbourhood neighbourhoods
neighbourliness northamptonshire nottinghamshire opportunities opportunity oxfordshire
participation partnership partnerships pedestrians performance photography playgrounds playgroups
preparation presentation procurement refurbishment regeneration registration remembrance
responsibility safeguarding scholarship shakespeare shrewsbury shropshire staffordshire
straightforward supermarket sustainability sustainable technology thanksgiving transparency
transportation understanding universities vaccination vegetables volunteering volunteers
warwickshire wellbeing wiltshire worcestershire
"""
#: Single words that are as long as two, and so need no capitals within.
LONG_WORDS = frozenset(_LONG_WORDS.split())


#: No word of ours is longer.
_LONGEST = max(map(len, WORDS))
#: No tag of more letters is looked into.
_LONGEST_TAG = 60
#: Two words that stand alone have as many letters each: a heron is not her on.
_SHORTEST = 3


@lru_cache(maxsize=1000)
def split(tag: str) -> tuple[str, ...]:
    """The words of a tag in small letters, as few as will do; empty where it cannot be told.

    For example `road`, `closure` and `today` for "roadclosuretoday".
    """
    if len(tag) > _LONGEST_TAG:
        return ()
    fewest: list[tuple[str, ...] | None] = [(), *[None] * len(tag)]
    for end in range(1, len(tag) + 1):
        for start in range(max(0, end - _LONGEST), end):
            before, word = fewest[start], tag[start:end]
            if before is None or word not in WORDS:
                continue
            best = fewest[end]
            if best is None or len(before) + 1 < len(best):
                fewest[end] = (*before, word)
    found = fewest[-1] or ()
    return () if len(found) == 2 and min(map(len, found)) < _SHORTEST else found
