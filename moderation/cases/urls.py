from django.urls import URLPattern, URLResolver, include, path

from moderation.cases.views import opening, reading, steps

app_name = "cases"

case: list[URLPattern | URLResolver] = [
    path("", reading.detail, name="detail"),
    path("received/", reading.received, name="received"),
    path("referrals.csv", reading.referrals, name="referrals"),
    path("note/", steps.note, name="note"),
    path("say/", steps.say, name="say"),
    path("advice/", steps.advise, name="advise"),
    path("referral/", steps.refer, name="refer"),
    path("not-told/", steps.not_told, name="not_told"),
    path("hold/", steps.hold, name="hold"),
    path("concerns/", steps.concerns, name="concerns"),
    path("people/", steps.add_person, name="add_reader"),
    path("people/<int:pk>/end/", steps.end_person, name="end_reader"),
    path("posted/", steps.add_posted, name="add_item"),
    path("posted/M-<number:item>/action/", steps.act, name="act"),
    path("posted/M-<number:item>/evidence/", steps.add_evidence, name="add_evidence"),
    path("posted/done/<int:pk>/confirm/", steps.confirm, name="confirm"),
    path("posted/done/<int:pk>/reverse/", steps.reverse, name="reverse"),
    path("erase/", steps.erase, name="erase"),
    path("lines/<int:pk>/erase/", steps.erase, name="erase_line"),
    path("close/", steps.close, name="close"),
    path("reopen/", steps.reopen, name="reopen"),
]

council: list[URLPattern | URLResolver] = [
    path("cases/", reading.case_list, name="list"),
    path("cases/new/", opening.new, name="new"),
    path("cases/RC-<number:number>/", include(case)),
]

urlpatterns = [path("c/<slug:council>/", include(council))]
