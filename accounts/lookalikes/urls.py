from django.urls import include, path

from accounts.lookalikes import views

app_name = "lookalikes"

council = [
    path("lookalikes/", views.lookalike_list, name="list"),
    path("lookalikes/new/", views.new, name="new"),
    path("lookalikes/K-<number:number>/", views.detail, name="detail"),
    path("lookalikes/K-<number:number>/effort/", views.effort, name="effort"),
    path("lookalikes/K-<number:number>/close/", views.close, name="close"),
    path("lookalikes/K-<number:number>/warning/", views.warn, name="warn"),
    path("lookalikes/K-<number:number>/warning/end/", views.stop_warning, name="end_warning"),
]

urlpatterns = [path("c/<slug:council>/", include(council))]
