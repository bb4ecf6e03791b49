from django.urls import path

from councilsm.operator import views

app_name = "operator"

urlpatterns = [
    path("operator/", views.page, name="page"),
    path("operator/send-again/", views.send_again, name="send_again"),
]
