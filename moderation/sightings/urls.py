from django.urls import include, path

from moderation.sightings.views import dealing, erasing, reporting

app_name = "sightings"

council = [
    path("report/", reporting.new, name="new"),
    path("report/mine/", reporting.mine, name="mine"),
    path("report/for-me/", reporting.for_me, name="for_me"),
    path("report/open/", reporting.everything, name="open"),
    path("report/S-<number:number>/", dealing.detail, name="detail"),
    path("report/S-<number:number>/finish/", reporting.finish, name="finish"),
    path("report/S-<number:number>/add/", reporting.add, name="add"),
    path("report/S-<number:number>/take/", dealing.take, name="take"),
    path("report/S-<number:number>/take-over/", dealing.take_over, name="take_over"),
    path("report/S-<number:number>/hand-on/", dealing.hand_on, name="hand_on"),
    path("report/S-<number:number>/platform/", dealing.platform, name="platform"),
    path("report/S-<number:number>/close/", dealing.close, name="close"),
    path("report/S-<number:number>/log/", dealing.log, name="log"),
    path("report/S-<number:number>/case/", dealing.case, name="case"),
    path("report/S-<number:number>/conduct/", dealing.conduct, name="conduct"),
    path("report/S-<number:number>/enquiry/", dealing.enquiry, name="enquiry"),
    path("report/S-<number:number>/draft/", dealing.draft, name="draft"),
    path("report/S-<number:number>/erase/", erasing.erase, name="erase"),
]

urlpatterns = [path("c/<slug:council>/", include(council))]
