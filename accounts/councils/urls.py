from django.urls import include, path

from accounts.councils.views import front, help, home, rules, setup, trail

app_name = "councils"

council = [
    path("", front.front, name="front"),
    path("home/", home.home, name="home"),
    path("theme.css", home.theme, name="theme"),
    path("rules/", rules.rules, name="rules"),
    path("rules/history/", rules.history, name="rules_history"),
    path("rules/<slug:rule>/", rules.edit, name="rule"),
    path("setup/", setup.overview, name="setup"),
    path("setup/particulars/", setup.particulars, name="particulars"),
    path("setup/<slug:question>/", setup.ask, name="setup_question"),
    path("trail/", trail.trail, name="trail"),
    path("trail/verify/", trail.verify, name="verify"),
    path("help/<slug:topic>/", help.help_page, name="help"),
]

urlpatterns = [
    path("councils/", home.choose, name="choose"),
    path("help/<slug:topic>/", help.any_help, name="any_help"),
    path("c/<slug:council>/", include(council)),
]
