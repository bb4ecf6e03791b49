from django.urls import path

from accounts.hours import views

app_name = "hours"

COVER = "c/<slug:council>/cover/"
CLOSURES = f"{COVER}closures/"

urlpatterns = [
    path(COVER, views.cover, name="cover"),
    path(CLOSURES, views.closures, name="closures"),
    path(f"{CLOSURES}new/", views.new_closure, name="new_closure"),
    path(f"{CLOSURES}<int:pk>/cancel/", views.cancel, name="cancel_closure"),
    path("c/<slug:council>/people/<int:pk>/hours/", views.pattern, name="pattern"),
]
