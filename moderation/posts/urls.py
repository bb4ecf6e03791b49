from django.urls import include, path

from moderation.posts.views import archive, changing, copying, outside, recording, to_see_to

app_name = "posts"

council = [
    path("drafts/D-<number:number>/record-post/<int:target>/", recording.record, name="record"),
    path(
        "drafts/D-<number:number>/record-post/<int:target>/not-out/",
        recording.instead,
        name="instead",
    ),
    path("posts/", archive.post_list, name="list"),
    path("posts/archive.csv", archive.export, name="export"),
    path("posts/period/", archive.period, name="period"),
    path("posts/outside/", outside.outside, name="outside"),
    path("posts/changes/", to_see_to.changes, name="changes"),
    path("posts/changes/<int:pk>/", changing.confirm, name="confirm"),
    path("posts/mistakes/<int:pk>/", changing.remedy, name="remedy"),
    path("posts/P-<number:number>/", archive.post_detail, name="detail"),
    path("posts/P-<number:number>/copy/", copying.copy, name="copy"),
    path("posts/P-<number:number>/review/", outside.review, name="review"),
    path("posts/P-<number:number>/correct/", changing.correct, name="correct"),
    path("posts/P-<number:number>/edit/", changing.edit, name="edit"),
    path("posts/P-<number:number>/take-down/", changing.take_down, name="take_down"),
    path("posts/P-<number:number>/mistake/", changing.mistake, name="mistake"),
]

urlpatterns = [path("c/<slug:council>/", include(council))]
