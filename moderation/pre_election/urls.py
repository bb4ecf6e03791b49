from django.urls import path

from moderation.pre_election import views

app_name = "pre_election"

PERIOD = "c/<slug:council>/pre-election/PE-<number:number>/"

urlpatterns = [
    path(f"{PERIOD}drafts/D-<number:draft>/", views.look_draft, name="draft"),
    path(f"{PERIOD}posts/P-<number:post>/", views.look_post, name="post"),
    path(f"{PERIOD}accounts/", views.accounts, name="accounts"),
    path(f"{PERIOD}accounts/<int:pk>/", views.account, name="account"),
]
