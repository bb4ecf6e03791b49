from django.urls import include, path

from accounts.councils.views import home, trail

app_name = "councils"

council = [
    path("", home.home, name="front"),
    path("home/", home.home, name="home"),
    path("theme.css", home.theme, name="theme"),
    path("rules/", home.home, name="rules"),
    path("setup/", home.home, name="setup"),
    path("trail/", trail.trail, name="trail"),
    path("trail/verify/", trail.verify, name="verify"),
]

urlpatterns = [
    path("councils/", home.choose, name="choose"),
    path("c/<slug:council>/", include(council)),
]
