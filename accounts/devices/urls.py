from django.urls import path

from accounts.devices.views import losing, permission, register

app_name = "devices"

DEVICES = "c/<slug:council>/devices/"
ONE = f"{DEVICES}<int:pk>/"
PERMISSION = f"{DEVICES}permissions/<int:pk>/"
LOST = f"{DEVICES}lost/<int:pk>/"

urlpatterns = [
    path(DEVICES, register.device_list, name="list"),
    path(f"{DEVICES}new/", register.add, name="add"),
    path(ONE, register.detail, name="detail"),
    path(f"{ONE}change/", register.change, name="change"),
    path(f"{ONE}end/", register.end, name="end"),
    path(f"{ONE}permit/", permission.permit, name="permit"),
    path(f"{ONE}lose/", losing.lose, name="lose"),
    path(f"{PERMISSION}accept/", permission.accept, name="accept"),
    path(f"{PERMISSION}withdraw/", permission.withdraw, name="withdraw"),
    path(LOST, losing.lost, name="lost"),
    path(f"{LOST}passwords/<int:change>/", losing.changed, name="changed"),
    path(f"{LOST}close/", losing.close, name="close"),
]
