from django.urls import path

from accounts.imports import views

app_name = "imports"

ALL = "c/<slug:council>/imports/"
ONE = f"{ALL}<int:pk>/"

urlpatterns = [
    path(ALL, views.choose, name="choose"),
    path(ONE, views.detail, name="detail"),
    path(f"{ONE}start/", views.start, name="start"),
    path(f"{ONE}discard/", views.discard, name="discard"),
    path(f"{ONE}to-mend.csv", views.left_out, name="left_out"),
    path(f"{ALL}<slug:kind>/", views.upload, name="upload"),
    path(f"{ALL}<slug:kind>/template.csv", views.template, name="template"),
]
