from django.urls import path

from accounts.team.views import changing, undertaking

app_name = "team"

TEAM = "c/<slug:council>/team/"

urlpatterns = [
    path(TEAM, changing.team_list, name="list"),
    path(f"{TEAM}join/", changing.join, name="join"),
    path(f"{TEAM}<int:pk>/leave/", changing.leave, name="leave"),
    path(f"{TEAM}changes/", changing.changes, name="changes"),
    path(f"{TEAM}changes/<int:pk>/", changing.review, name="review"),
    path(f"{TEAM}undertaking/", undertaking.undertaking, name="undertaking"),
    path(f"{TEAM}undertaking/words/", undertaking.words, name="words"),
    path(f"{TEAM}<int:pk>/paper/", undertaking.paper, name="paper"),
]
