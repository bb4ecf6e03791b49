from django.urls import path

from policies.elections import views

app_name = "elections"

PERIODS = "c/<slug:council>/pre-election/"
PERIOD = f"{PERIODS}PE-<number:number>/"
PROFILES = f"{PERIODS}profiles/"

urlpatterns = [
    path(PERIODS, views.period_list, name="list"),
    path(f"{PERIODS}new/", views.new, name="new"),
    path(PERIOD, views.detail, name="detail"),
    path(f"{PERIOD}change/", views.change, name="change"),
    path(f"{PERIOD}call-off/", views.call_off, name="call_off"),
    path(PROFILES, views.profile_list, name="profiles"),
    path(f"{PROFILES}new/", views.new_profile, name="new_profile"),
    path(f"{PROFILES}<int:pk>/end/", views.unlist, name="unlist"),
]
