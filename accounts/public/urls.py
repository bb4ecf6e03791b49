from django.urls import include, path

from accounts.public import views

app_name = "public"

council = [
    path("official-accounts/", views.official_accounts, name="official_accounts"),
    path("official-accounts.json", views.as_json, name="json"),
    path("official-accounts.csv", views.as_csv, name="csv"),
    path("check/", views.check, name="check"),
]

urlpatterns = [path("c/<slug:council>/", include(council))]
