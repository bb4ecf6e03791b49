from django.urls import include, path

from accounts.places import views

app_name = "places"

council = [
    path("places/", views.place_list, name="list"),
    path("places/new/", views.new, name="new"),
    path("places/posts/", views.posts, name="posts"),
    path("places/posts.csv", views.export, name="export"),
    path("places/<int:pk>/", views.detail, name="detail"),
    path("places/<int:pk>/end/", views.end, name="end"),
    path("places/<int:pk>/record/", views.record, name="record"),
]

urlpatterns = [path("c/<slug:council>/", include(council))]
