from django.urls import path

from accounts.people.views import absences, joining, listing, person, record

app_name = "people"

PEOPLE = "c/<slug:council>/people/"
ONE = f"{PEOPLE}<int:pk>/"
ABSENCES = "c/<slug:council>/absences/"

urlpatterns = [
    path(PEOPLE, listing.people_list, name="list"),
    path(f"{PEOPLE}new/", listing.add, name="add"),
    path(ONE, person.detail, name="detail"),
    path(f"{ONE}record/", record.record, name="record"),
    path(f"{ONE}appoint/", person.appoint, name="appoint"),
    path(f"{ONE}offices/<int:appointment>/end/", person.end_appointment, name="end_appointment"),
    path(f"{ONE}contact/", person.contact, name="contact"),
    path(f"{ONE}invite/", person.invite, name="invite"),
    path(f"{ONE}invitations/<int:invitation>/withdraw/", person.withdraw, name="withdraw"),
    path(f"{ONE}end-sessions/", person.end_sessions, name="end_sessions"),
    path(ABSENCES, absences.absences, name="absences"),
    path(f"{ABSENCES}new/", absences.new, name="absence_new"),
    path(f"{ABSENCES}<int:pk>/", absences.change, name="absence_change"),
    path(f"{ABSENCES}<int:pk>/end/", absences.end, name="absence_end"),
    path("join/<str:secret>/", joining.join, name="join"),
]
