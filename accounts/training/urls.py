from django.urls import path

from accounts.training import views

app_name = "training"

TRAINING = "c/<slug:council>/training/"

urlpatterns = [
    path(TRAINING, views.training_list, name="list"),
    path(f"{TRAINING}new/", views.add, name="add"),
    path(f"{TRAINING}record/", views.record, name="record"),
    path(f"{TRAINING}<int:pk>/", views.course, name="course"),
    path(f"{TRAINING}<int:pk>/end/", views.end, name="end"),
]
