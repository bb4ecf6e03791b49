from django.urls import include, path

from moderation.drafts.views import (
    advice,
    alone,
    composing,
    copying,
    deciding,
    months,
    queue,
    second_look,
    series,
    standing,
    writing,
)

app_name = "drafts"

council = [
    path("drafts/", writing.draft_list, name="list"),
    path("drafts/new/", composing.new, name="new"),
    path("drafts/new/autosave/", composing.autosave_new, name="autosave_new"),
    path("drafts/D-<number:number>/", writing.detail, name="detail"),
    path("drafts/D-<number:number>/edit/", composing.edit, name="edit"),
    path("drafts/D-<number:number>/autosave/", composing.autosave, name="autosave"),
    path("drafts/D-<number:number>/take-back/", writing.take_back, name="take_back"),
    path("drafts/D-<number:number>/withdraw/", writing.withdraw, name="withdraw"),
    path("drafts/D-<number:number>/ask/", advice.ask, name="ask_advice"),
    path("drafts/D-<number:number>/answer/", advice.answer, name="answer_advice"),
    path("questions/", advice.questions, name="questions"),
    path("drafts/D-<number:number>/copy/", copying.copy, name="copy"),
    path("approvals/", queue.queue, name="queue"),
    path("approvals/decided/", queue.decided, name="decided"),
    path("approvals/next/", queue.next_waiting, name="next"),
    path("drafts/D-<number:number>/decide/", deciding.decide, name="decide"),
    path(
        "drafts/D-<number:number>/withdraw-approval/",
        deciding.withdraw,
        name="withdraw_approval",
    ),
    path(
        "drafts/D-<number:number>/compare/<version:before>..<version:after>/",
        deciding.compare,
        name="compare",
    ),
    path("approvals/second-looks/", second_look.to_look_at, name="to_look_at"),
    path("approvals/alone/", alone.alone, name="alone"),
    path("drafts/D-<number:number>/check/", second_look.second_check, name="second_check"),
    path("drafts/D-<number:number>/review/", second_look.ask_for_review, name="ask_review"),
    path(
        "drafts/D-<number:number>/review/answer/",
        second_look.answer_to_review,
        name="answer_review",
    ),
    path("approvals/own-authority/", months.months, name="months"),
    path("approvals/own-authority/<month:month>/", months.month, name="month"),
    path("standing-approvals/", standing.standing_list, name="standing_list"),
    path("standing-approvals/new/", standing.propose, name="propose_standing"),
    path("standing-approvals/SA-<number:number>/", standing.detail, name="standing"),
    path("standing-approvals/SA-<number:number>/decide/", standing.decide, name="decide_standing"),
    path("standing-approvals/SA-<number:number>/end/", standing.end, name="end_standing"),
    path("standing-approvals/SA-<number:number>/use/", standing.use, name="use_standing"),
    path("drafts/D-<number:number>/series/", series.make, name="make_series"),
    path("series/<int:pk>/", series.detail, name="series"),
]

urlpatterns = [path("c/<slug:council>/", include(council))]
