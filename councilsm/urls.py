"""The only place that looks up: where each feature's pages are."""

from allauth.account import views as account
from allauth.mfa import urls as mfa
from allauth.usersessions import urls as usersessions
from django.contrib import admin
from django.urls import URLPattern, include, path, re_path
from django.views.generic import RedirectView

from councilsm.access import label_all, public, signed_in
from councilsm.pages import healthz, readyz
from councilsm.references import find
from councilsm.resume import carry_on

#: Steps of signing in, reached before anyone is signed in.
STEPS = {"mfa_authenticate", "mfa_login_webauthn", "mfa_trust"}


def by_name(entry: URLPattern) -> None:
    """Labels one of allauth's views."""
    label = public if entry.name in STEPS else signed_in
    label(entry.callback)


sign_in = [
    path("", public(account.login), name="account_login"),
    path("out/", signed_in(account.logout), name="account_logout"),
    path("again/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("password/", signed_in(account.password_change), name="account_change_password"),
    path("password/set/", signed_in(account.password_set), name="account_set_password"),
    path("forgotten/", public(account.password_reset), name="account_reset_password"),
    path(
        "forgotten/sent/",
        public(account.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        # The key holds hyphens of its own: the first one ends the person's id.
        r"^forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "forgotten/done/",
        public(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("inactive/", public(account.account_inactive), name="account_inactive"),
    path("new/", public(account.signup), name="account_signup"),  # closed by the adapter
    path("carry-on/", signed_in(carry_on), name="carry_on"),
    path("second-factor/", include(label_all(mfa.urlpatterns, by_name))),
    path("sessions/", include(label_all(usersessions.urlpatterns, by_name))),
]

urlpatterns = [
    path("", public(RedirectView.as_view(pattern_name="councils:choose")), name="front"),
    path("healthz", public(healthz), name="healthz"),
    path("readyz", public(readyz), name="readyz"),
    path("sign-in/", include(sign_in)),
    path("admin/", admin.site.urls),
    path("", include("accounts.councils.urls")),
    path("", include("accounts.people.urls")),
    path("", include("accounts.register.urls")),
    path("", include("accounts.public.urls")),
    path("", include("accounts.lookalikes.urls")),
    path("", include("accounts.places.urls")),
    path("", include("accounts.team.urls")),
    path("", include("accounts.training.urls")),
    path("", include("accounts.devices.urls")),
    path("", include("accounts.grants.urls")),
    path("", include("accounts.caretaker.urls")),
    path("", include("accounts.hours.urls")),
    path("", include("accounts.leavers.urls")),
    path("", include("accounts.imports.urls")),
    path("", include("accounts.paper.urls")),
    path("", include("policies.urls")),
    path("", include("councilsm.files.urls")),
    path("c/<slug:council>/find/", find, name="find"),
    path("", include("councilsm.operator.urls")),
    path("", include("councilsm.undelivered.urls")),
    path("", include("moderation.drafts.urls")),
    path("", include("moderation.posts.urls")),
    path("", include("moderation.permissions.urls")),
    path("", include("moderation.ideas.urls")),
    path("", include("moderation.sightings.urls")),
    path("", include("moderation.cases.urls")),
    path("", include("moderation.conduct.urls")),
    path("", include("moderation.evidence.urls")),
    path("", include("moderation.log.urls")),
    path("", include("moderation.enquiries.urls")),
    path("", include("moderation.unblocks.urls")),
    path("", include("moderation.blocks.urls")),
    path("", include("moderation.pre_election.urls")),
]
