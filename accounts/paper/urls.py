from django.urls import path

from accounts.paper import views

app_name = "paper"

REGISTERS = "c/<slug:council>/registers/"

urlpatterns = [
    path(f"{REGISTERS}<slug:name>/", views.page, name="page"),
    path(f"{REGISTERS}<slug:name>.pdf", views.pdf, name="pdf"),
    path(f"{REGISTERS}<slug:name>.csv", views.sheet, name="csv"),
]
