"""Forms of those who prepare a request: what it is about, and what else is known of it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from councilsm.plain_fields import LineField, PlainField
from councilsm.tenancy import CouncilForm
from moderation.blocks.models import Block
from moderation.enquiries.models import Enquiry
from moderation.unblocks.models import UnblockRequest

#: Characters of an answer.
LONGEST = 4_000
#: What stands for no block of ours.
NONE = "none"


class FindForm(forms.Form):
    """By what a block is looked for: part of a handle, or its reference."""

    q = LineField(
        label="Handle or reference of the block",
        help_text="The beginning of a handle will do, or a reference such as B-0007",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
    )


class MatchForm(CouncilForm):
    """Which block it is about.

    Args:
        found: what may be chosen.
        looked: somebody has looked for one, so that it can be said that there is none.
    """

    block = forms.ChoiceField(
        label="Which block is it about?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a block, or say that none of ours is about it"},
    )

    def __init__(self, *args: Any, found: Sequence[Block], looked: bool, **kwargs: Any) -> None:
        self.looked = looked
        self.found = {str(block.number): block for block in found}
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        choices = [
            (number, f"{block.reference}, {block.author}: {block.tag['label'].lower()}")
            for number, block in self.found.items()
        ]
        if self.looked:
            choices.append((NONE, "None of our blocks is about it"))
        self.offer_choices("block", choices)
        self.option_hints = {
            "block": {
                NONE: "Look under the other names and addresses they gave first. The answer then "
                "says nothing of any block"
            }
        }

    def clean_block(self) -> Block | None:
        return self.found.get(self.cleaned_data["block"])


class FactForm(CouncilForm):
    """Something that whoever decides should know."""

    words = PlainField(
        label="What should whoever decides know?",
        help_text="Facts about this request only. Do not compare it with another",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter what whoever decides should know"},
    )


class ComplaintForm(CouncilForm):
    """What of it is about their personal data, in their own words."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=[
            (Enquiry.Kind.DATA.value, "A complaint about how we use their personal data"),
            (Enquiry.Kind.ACCESS.value, "They ask for a copy of what we hold about them"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it is"},
    )
    words = PlainField(
        label="What did they write about it?",
        help_text="Copy the part of their request that is about their personal data",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Enter what they wrote about it"},
    )


class EraseForm(CouncilForm):
    """Why the words of a request are erased."""

    why = LineField(
        label="Why are they erased?",
        help_text="For example, that they asked for it. Do not repeat the words",
        max_length=300,
        error_messages={"required": "Say why they are erased"},
    )


class SetAsideForm(CouncilForm):
    """Which of them ask for nothing, and why.

    Args:
        waiting: those for which nobody has looked for a block.
    """

    requests = forms.MultipleChoiceField(
        label="Which are no requests?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select what is set aside"},
    )
    why = LineField(
        label="Why?",
        help_text="For example, the same advertisement a hundred times. Not that you disagree",
        max_length=300,
        error_messages={"required": "Say why they are set aside"},
    )

    def __init__(self, *args: Any, waiting: Sequence[UnblockRequest], **kwargs: Any) -> None:
        self.waiting = {str(one.number): one for one in waiting}
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        choices = [
            (number, f"{one.reference}, {one.handle} ({one.get_platform_display()})")
            for number, one in self.waiting.items()
        ]
        self.offer_choices("requests", choices)
        self.option_hints = {
            "requests": {number: one.what[:200] for number, one in self.waiting.items()}
        }

    def clean_requests(self) -> list[UnblockRequest]:
        return [self.waiting[number] for number in self.cleaned_data["requests"]]
