"""A page whose author forgot to say who may use it."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def forgotten_check(request: HttpRequest) -> HttpResponse:
    return HttpResponse("secret")


urlpatterns = [path("forgotten-check/", forgotten_check, name="forgotten_check")]
