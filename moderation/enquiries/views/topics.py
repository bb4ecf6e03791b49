"""The topics of enquiries: everybody reads them, the clerk keeps them."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.steps import take_step
from councilsm.tenancy import CouncilForm
from moderation.enquiries.actions import add_topic, change_topic, retire_topic
from moderation.enquiries.forms.keeping import TopicForm
from moderation.enquiries.models import Topic


@member_view(Duty.SUBMIT_DRAFTS)
def topics(request: MemberRequest) -> HttpResponse:
    book = request.council.rulebook
    rows = request.council.enquiry_topics.in_use().select_related("office", "lead__person")
    context = {
        "topics": rows,
        "fallback": book.title(book.proper_officer),
        "target": book.rules.reply_days.value,
        "target_source": book.source_if_set("reply_days"),
        "keeps": request.membership.allows(Duty.MANAGE_RULES),
    }
    return render(request, "moderation/enquiries/topics.html", context)


@member_view(Duty.MANAGE_RULES)
def new(request: MemberRequest) -> HttpResponse:
    form = TopicForm(request.POST or None, council=request.council)
    return take_step(
        request,
        form,
        partial(add_topic, council=request.council, actor=request.user),
        "moderation/enquiries/topic.html",
        officer=officer_of(request),
        said="Topic added.",
        heading="Add a topic",
        button="Add the topic",
    )


@member_view(Duty.MANAGE_RULES)
def change(request: MemberRequest, pk: int) -> HttpResponse:
    topic = topic_of(request, pk)
    form = TopicForm(
        request.POST or None, council=request.council, initial=TopicForm.values_of(topic)
    )
    return take_step(
        request,
        form,
        partial(change_topic, topic=topic, actor=request.user),
        "moderation/enquiries/topic.html",
        officer=officer_of(request),
        said="Topic changed. Open enquiries keep their owner and their day.",
        topic=topic,
        heading=f"Change the topic {topic}",
        button="Save",
    )


@member_view(Duty.MANAGE_RULES)
def retire(request: MemberRequest, pk: int) -> HttpResponse:
    topic = topic_of(request, pk)
    form = CouncilForm(request.POST if request.method == "POST" else None, council=request.council)
    return take_step(
        request,
        form,
        partial(retire_topic, topic=topic, actor=request.user),
        "moderation/enquiries/topic.html",
        officer=officer_of(request),
        said=f"{topic} is no longer offered.",
        topic=topic,
        retiring=True,
        heading=f"Retire the topic {topic}",
        button="Retire it",
    )


def topic_of(request: MemberRequest, pk: int) -> Topic:
    rows = request.council.enquiry_topics.select_related("council", "office", "lead__person")
    return get_object_or_404(rows, pk=pk)


def officer_of(request: MemberRequest) -> str:
    """What the proper officer is called here."""
    book = request.council.rulebook
    return book.title(book.proper_officer)
