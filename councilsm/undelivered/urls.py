from django.urls import path

from councilsm.undelivered import views

app_name = "undelivered"

PAGE = "c/<slug:council>/undelivered/"

urlpatterns = [
    path(PAGE, views.undelivered, name="list"),
    path(f"{PAGE}<int:pk>/again/", views.send_again, name="again"),
    path(f"{PAGE}<int:pk>/leave/", views.leave, name="leave"),
]
