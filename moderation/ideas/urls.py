from django.urls import include, path, re_path

from moderation.ideas.views import inbox, sending

app_name = "ideas"

council = [
    path("ideas/", inbox.inbox, name="inbox"),
    path("ideas/I-<number:number>/", inbox.detail, name="detail"),
    path("ideas/I-<number:number>/make-draft/", inbox.make_draft, name="make_draft"),
    path("ideas/I-<number:number>/decline/", inbox.decline, name="decline"),
    path("ideas/new/", sending.new, name="new"),
    path("ideas/new/pictures/", sending.pictures, name="pictures"),
    path("ideas/new/about-pictures/", sending.about, name="about"),
    path("ideas/new/you/", sending.sender, name="sender"),
    path("ideas/new/check/", sending.check, name="check"),
    path("ideas/new/sent/", sending.sent, name="sent"),
    re_path(r"^requests/(?P<token>[A-Za-z0-9_-]{22})/$", sending.status, name="status"),
]

urlpatterns = [path("c/<slug:council>/", include(council))]
