from django.urls import include, path, re_path

from councilsm.files import views

app_name = "files"

council = [
    re_path(r"^files/(?P<digest>[0-9a-f]{64})/$", views.download, name="download"),
    re_path(r"^files/(?P<digest>[0-9a-f]{64})/small/$", views.thumbnail, name="thumbnail"),
]

urlpatterns = [path("c/<slug:council>/", include(council))]
