from django.urls import include, path

from moderation.permissions import views

app_name = "permissions"

council = [
    path("permissions/", views.permission_list, name="list"),
    path("permissions/new/", views.new, name="new"),
    path("permissions/C-<number:number>/", views.detail, name="detail"),
    path(
        "permissions/C-<number:number>/people/<int:subject>/withdraw/",
        views.withdraw,
        name="withdraw",
    ),
]

urlpatterns = [path("c/<slug:council>/", include(council))]
