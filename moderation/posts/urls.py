from django.urls import include, path

import councilsm.converters  # noqa: F401  # registers <number:…>
from moderation.posts import views

app_name = "posts"

council = [
    path("drafts/D-<number:number>/record-post/<int:target>/", views.record, name="record"),
    path("posts/", views.post_list, name="list"),
    path("posts/P-<number:number>/", views.post_detail, name="detail"),
]

urlpatterns = [path("c/<slug:council>/", include(council))]
