from django.urls import path

from accounts.caretaker.views import caring, factors

app_name = "caretaker"

CARETAKER = "c/<slug:council>/caretaker/"
RESETS = "c/<slug:council>/second-factors/<int:pk>/"

urlpatterns = [
    path(CARETAKER, caring.page, name="page"),
    path(f"{CARETAKER}clerk/", caring.appoint, name="appoint"),
    path(f"{CARETAKER}gone/", caring.end, name="end"),
    path(f"{CARETAKER}away/", caring.absence, name="absence"),
    path(f"{CARETAKER}second-factor/", caring.factor, name="clerks_factor"),
    path(f"{CARETAKER}L-<number:number>/attest/", caring.attest, name="attest"),
    path("c/<slug:council>/people/<int:pk>/second-factor/", factors.factor, name="factor"),
    path(f"{RESETS}confirm/", factors.confirm, name="confirm"),
    path(f"{RESETS}cancel/", factors.cancel, name="cancel"),
]
