from django.urls import include, path

from moderation.conduct import views

app_name = "conduct"

council = [
    path("conduct/", views.conduct_list, name="list"),
    path("conduct/new/", views.start, name="start"),
    path("conduct/new/employee/", views.employee, name="employee"),
    path("conduct/new/councillor/", views.councillor, name="councillor"),
    path("conduct/new/colleague/", views.colleague, name="colleague"),
    path("conduct/CO-<number:number>/", views.detail, name="detail"),
    path("conduct/CO-<number:number>/removal/", views.removal, name="removal"),
    path("conduct/CO-<number:number>/removal/<number:pk>/", views.answer, name="answer"),
    path("conduct/CO-<number:number>/removal/<number:pk>/refusal/", views.refusal, name="refusal"),
    path("conduct/CO-<number:number>/referral/", views.referral, name="referral"),
    path("conduct/CO-<number:number>/decided/", views.decided, name="decided"),
    path("conduct/CO-<number:number>/close/", views.close, name="close"),
]

urlpatterns = [path("c/<slug:council>/", include(council))]
