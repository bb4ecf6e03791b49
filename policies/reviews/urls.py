from django.urls import path

from policies.reviews import views

app_name = "reviews"

REVIEWS = "c/<slug:council>/policy-reviews/"
ONE = f"{REVIEWS}<slug:policy>/"

urlpatterns = [
    path(REVIEWS, views.review_list, name="list"),
    path(ONE, views.history, name="history"),
    path(f"{ONE}record/", views.record, name="record"),
    path(f"{ONE}trigger/", views.trigger, name="trigger"),
]
