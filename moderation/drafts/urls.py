from django.urls import include, path

import councilsm.converters  # noqa: F401  # registers <number:…>
from moderation.drafts.views import deciding, writing

app_name = "drafts"

council = [
    path("drafts/", writing.draft_list, name="list"),
    path("drafts/new/", writing.new, name="new"),
    path("drafts/new/autosave/", writing.autosave_new, name="autosave_new"),
    path("drafts/D-<number:number>/", writing.detail, name="detail"),
    path("drafts/D-<number:number>/edit/", writing.edit, name="edit"),
    path("drafts/D-<number:number>/autosave/", writing.autosave, name="autosave"),
    path("drafts/D-<number:number>/take-back/", writing.take_back, name="take_back"),
    path("drafts/D-<number:number>/withdraw/", writing.withdraw, name="withdraw"),
    path("approvals/", deciding.queue, name="queue"),
    path("approvals/next/", deciding.next_waiting, name="next"),
    path("drafts/D-<number:number>/decide/", deciding.decide, name="decide"),
]

urlpatterns = [path("c/<slug:council>/", include(council))]
