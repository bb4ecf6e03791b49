"""The forms of what is kept for enquiries: topics, standard replies and the rota."""

from operator import attrgetter
from typing import Any

from django import forms

from accounts.councils.wording import DAYS
from accounts.dates import months_later, today
from accounts.hours.models import WEEKDAYS
from accounts.register.fields import AddressField
from councilsm.forms import GovukDateField
from councilsm.plain_fields import UncutField
from councilsm.tenancy import CouncilForm
from moderation.drafts.words import words_field
from moderation.enquiries.models import StandardReply, Topic
from moderation.enquiries.owning import who_signs_in

#: Months until a standard reply is looked at again, unless somebody says otherwise.
LOOKED_AT_AFTER = 12


class TopicForm(CouncilForm):
    name = UncutField(label="Topic", max_length=80, error_messages={"required": "Enter the topic"})
    office: Any = forms.ModelChoiceField(
        None, label="Goes to this office", required=False, empty_label="Choose"
    )
    lead: Any = forms.ModelChoiceField(
        None, label="Or to this lead councillor", required=False, empty_label="Choose"
    )
    target_days = forms.IntegerField(
        label="Target in working days (optional)",
        help_text="Leave empty for the target of your rules. The law’s own periods come first",
        min_value=0,
        max_value=260,
        required=False,
    )
    signpost = UncutField(
        label="Who deals with it, if the council does not (optional)",
        help_text="For example, the highways team of the county council",
        max_length=120,
        required=False,
    )

    def narrow(self) -> None:
        self.offer("office", self.council.offices.all(), attrgetter("title"))
        leads = who_signs_in(self.council).filter(category="councillor")
        self.offer("lead", leads, attrgetter("goes_by"))

    @staticmethod
    def values_of(topic: Topic) -> dict[str, Any]:
        """What the form shows of a topic."""
        return {
            **{"name": topic.name, "office": topic.office_id, "lead": topic.lead_id},
            **{"target_days": topic.target_days, "signpost": topic.signpost},
        }


class ReviewForm(CouncilForm):
    review_due_on = GovukDateField(label="When should it be looked at again?")

    def narrow(self) -> None:
        self.initial.setdefault("review_due_on", months_later(today(), LOOKED_AT_AFTER))


class StandardReplyForm(ReviewForm):
    name = UncutField(
        label="What it answers",
        help_text="For example, who mends potholes",
        max_length=120,
        error_messages={"required": "Say what it answers"},
    )
    topic: Any = forms.ModelChoiceField(
        None, label="Topic (optional)", required=False, empty_label="None of these"
    )
    text = words_field("Words of the reply", "Enter the words")
    link = AddressField(label="Link (optional)", required=False)
    office: Any = forms.ModelChoiceField(
        None,
        label="Which office answers for its being right?",
        empty_label="Choose",
        error_messages={"required": "Choose an office"},
    )

    field_order = ["name", "topic", "text", "link", "office", "review_due_on"]

    def narrow(self) -> None:
        super().narrow()
        self.offer("topic", self.council.enquiry_topics.in_use())
        self.offer("office", self.council.offices.all(), attrgetter("title"))

    @staticmethod
    def values_of(reply: StandardReply) -> dict[str, Any]:
        """What the form shows of a standard reply."""
        return {
            **{"name": reply.name, "topic": reply.topic_id, "text": reply.text},
            **{"link": reply.link, "office": reply.office_id},
        }


class WatchForm(CouncilForm):
    account: Any = forms.ModelChoiceField(
        None,
        label="Account",
        empty_label="Choose",
        error_messages={"required": "Choose an account"},
    )
    office: Any = forms.ModelChoiceField(
        None, label="An office looks", required=False, empty_label="Choose"
    )
    member: Any = forms.ModelChoiceField(
        None, label="Or a person looks", required=False, empty_label="Choose"
    )
    weekdays = forms.MultipleChoiceField(
        label="On which days?",
        choices=[(day.value, DAYS[day]) for day in WEEKDAYS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one day"},
    )

    def narrow(self) -> None:
        self.offer("account", self.council.official_accounts.live().order_by("name", "pk"))
        self.offer("office", self.council.offices.all(), attrgetter("title"))
        self.offer("member", who_signs_in(self.council), attrgetter("goes_by"))


class LookForm(CouncilForm):
    """Which accounts somebody has looked at.

    Args:
        mine: ids of those that are theirs to look at; None for all.
    """

    accounts: Any = forms.ModelMultipleChoiceField(
        None, error_messages={"required": "Select the accounts that you have looked at"}
    )

    def __init__(self, *args: Any, mine: set[int] | None, **kwargs: Any) -> None:
        self.mine = mine
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        accounts = self.council.official_accounts.live().select_related("council")
        self.offer("accounts", accounts if self.mine is None else accounts.filter(pk__in=self.mine))
