from django.urls import path

from accounts.register.views import account, deciding, gaps, listing, proposing, ways_in

app_name = "register"

ALL = "c/<slug:council>/accounts/"
ONE = f"{ALL}<int:pk>/"
WAYS_IN = f"{ALL}ways-in/"

urlpatterns = [
    path(ALL, listing.register_list, name="list"),
    path(f"{ALL}none/", listing.none, name="none"),
    path(f"{ALL}new/", proposing.propose, name="propose"),
    path(f"{ALL}gaps/", gaps.gap_list, name="gaps"),
    path(f"{WAYS_IN}new/", ways_in.add, name="add_way_in"),
    path(f"{WAYS_IN}<int:pk>/", ways_in.detail, name="way_in"),
    path(f"{WAYS_IN}<int:pk>/change/", ways_in.change, name="change_way_in"),
    path(f"{WAYS_IN}<int:pk>/end/", ways_in.end, name="end_way_in"),
    path(f"{WAYS_IN}<int:pk>/password/", ways_in.new_password, name="new_password"),
    path(ONE, account.detail, name="detail"),
    path(f"{ONE}change/", proposing.change, name="change"),
    path(f"{ONE}withdraw/", proposing.withdraw, name="withdraw"),
    path(f"{ONE}decide/", deciding.decide, name="decide"),
    path(f"{ONE}meeting/", deciding.meeting, name="meeting"),
    path(f"{ONE}open/", proposing.open_it, name="open"),
    path(f"{ONE}state/", account.state, name="state"),
    path(f"{ONE}check/", account.check, name="check"),
    path(f"{ONE}gaps/<slug:code>/", gaps.accept, name="accept_gap"),
    path(f"{ONE}gaps/<slug:code>/<slug:about>/", gaps.accept, name="accept_gap_about"),
]
