from django.urls import URLPattern, include, path

import councilsm.converters  # noqa: F401  # registers <number:…>

app_name = "ideas"

council: list[URLPattern] = []

urlpatterns = [path("c/<slug:council>/", include(council))]
