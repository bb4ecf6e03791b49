"""The pages of all policies' features; one line each."""

from django.urls import include, path

urlpatterns = [
    path("", include("policies.documents.urls")),
    path("", include("policies.reviews.urls")),
    path("", include("policies.acknowledgements.urls")),
    path("", include("policies.elections.urls")),
]
