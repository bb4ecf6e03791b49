from django.urls import include, path

from policies.acknowledgements import views

app_name = "acknowledgements"

council = [
    path("", views.mine, name="mine"),
    path("all/", views.everybody, name="all"),
    path("<slug:policy>/<slug:version>/", views.read, name="read"),
    path("<slug:policy>/<slug:version>/paper/", views.paper, name="paper"),
]

urlpatterns = [path("c/<slug:council>/reading/", include(council))]
