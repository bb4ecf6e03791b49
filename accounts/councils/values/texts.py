"""Values that are typed: a name, reasons, when the review is due."""

import calendar
import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.councils.rulebook import Reason, Review, Rulebook
from accounts.councils.values.shape import Shape, ValueForm
from accounts.councils.wording import due_in_words
from councilsm.forms import month_number

#: Reasons to pick from, in our words. The last asks for words each time.
REMOVAL_STARTERS = (
    Reason(code="abuse", label="Abuse, threats or harassment"),
    Reason(code="hate", label="Hatred or discrimination"),
    Reason(code="obscene", label="Obscene, sexual or violent"),
    Reason(code="defamatory", label="Says something untrue that harms somebody’s good name"),
    Reason(code="personal_information", label="Gives away somebody’s personal information"),
    Reason(code="illegal", label="Against the law, or encourages a crime"),
    Reason(code="copyright", label="Uses somebody else’s work without permission"),
    Reason(code="advertising", label="Advertising or spam"),
    Reason(code="misinformation", label="Spreads what is not true", asks="fact"),
    Reason(code="personal_attack", label="Attacks one person of the council", asks="target"),
)
DRAFT_STARTERS = (
    Reason(code="inaccurate", label="Not accurate, or misleading"),
    Reason(code="personal_opinion", label="Gives a personal opinion"),
    Reason(code="political", label="Serves a political purpose"),
    Reason(code="confidential", label="Gives away something confidential"),
    Reason(code="personal_information", label="Gives away somebody’s personal information"),
    Reason(code="permission", label="Permission for an image or text is missing"),
    Reason(code="tone", label="Not fitting for the council"),
    Reason(code="other", label="Another reason", needs_words=True),
)
#: When an employee's own account may be looked at.
PERSONAL_STARTERS = (
    Reason(code="council_business", label="It is about the council’s business"),
    Reason(code="breach", label="It seems to break our policy"),
    Reason(code="role", label="It affects what the person does for the council"),
)


class NameShape(Shape):
    """A name."""

    def fields(self, book: Rulebook) -> dict[str, forms.Field]:
        return {
            "name": forms.CharField(
                label="Name",
                help_text="As your council says it, for example Social Media Team",
                max_length=80,
                required=False,
            )
        }

    def initial(self, value: str) -> dict[str, Any]:
        return {"name": value}

    def read(self, form: ValueForm) -> Any:
        name = form.cleaned_data.get("name")
        if not name:
            form.add_error("name", "Enter a name")
        return name or None


class ReasonsShape(Shape):
    """Reasons, one on each line or picked from a list."""

    #: Characters of one reason, and reasons at most.
    longest, most = 120, 30

    def __init__(self, rule: str, starters: tuple[Reason, ...]) -> None:
        self.rule, self.starters = rule, starters

    def fields(self, book: Rulebook) -> dict[str, forms.Field]:
        listed = {reason.label for reason in self.listed(book)}
        picks = [(one.code, one.label) for one in self.starters if one.label not in listed]
        return {
            "reasons": forms.CharField(
                label="Reasons, one on each line",
                help_text="In the words that people will choose from",
                widget=forms.Textarea({"rows": 8}),
                required=False,
            ),
            "picks": forms.MultipleChoiceField(
                label="Add from these, if you wish",
                choices=picks,
                widget=forms.CheckboxSelectMultiple({"class": "govuk-checkboxes--small"}),
                required=False,
            ),
        }

    def initial(self, value: tuple[Reason, ...]) -> dict[str, Any]:
        return {"reasons": "\n".join(reason.label for reason in value)}

    def read(self, form: ValueForm) -> Any:
        typed = form.cleaned_data.get("reasons", "").splitlines()
        picked = form.cleaned_data.get("picks", [])
        known = {reason.label: reason for reason in (*self.starters, *self.listed(form.book))}
        labels = [" ".join(line.split()) for line in typed]
        labels += [reason.label for reason in self.starters if reason.code in picked]
        labels = list(dict.fromkeys(label for label in labels if label))
        if error := self.fault(labels):
            form.add_error("reasons", error)
            return None
        taken: set[str] = set()
        return [self.reason(label, known, taken).model_dump(mode="json") for label in labels]

    def fault(self, labels: list[str]) -> str:
        """What is wrong with some reasons; empty when nothing is."""
        if not labels:
            return "Enter at least one reason"
        if len(labels) > self.most:
            return f"Enter {self.most} reasons or fewer"
        long = next((label for label in labels if len(label) > self.longest), "")
        return f"Shorten “{long[:40]}…” to {self.longest} characters or fewer" if long else ""

    def listed(self, book: Rulebook) -> tuple[Reason, ...]:
        """The reasons that the rule has now."""
        return getattr(book.rules, self.rule).value or ()

    def reason(self, label: str, known: dict[str, Reason], taken: set[str]) -> Reason:
        """One reason: a known one keeps its code and clause, a new one gets a code of its own."""
        reason = known.get(label) or Reason(code=code_of(label), label=label)
        stem, letter = reason.code[:38], "a"
        while reason.code in taken:
            letter = chr(ord(letter) + 1)
            reason = reason.model_copy(update={"code": f"{stem}_{letter}"})
        taken.add(reason.code)
        return reason


def code_of(label: str) -> str:
    """A code from a reason's words: letters and underscores."""
    return re.sub(r"[^a-z]+", "_", label.lower())[:36].strip("_") or "reason"


class ReviewShape(Shape):
    """Every so many months, or by a stated month or day."""

    reveals = {"review": {"months": ["months"], "due": ["due"]}}

    def fields(self, book: Rulebook) -> dict[str, forms.Field]:
        return {
            "review": forms.ChoiceField(
                label="When is the policy reviewed?",
                choices=[("months", "Every so many months"), ("due", "By a stated month or day")],
                widget=forms.RadioSelect,
                required=False,
            ),
            "months": forms.IntegerField(
                label="Number of months",
                help_text="For example, 12 for once a year",
                required=False,
                min_value=1,
                max_value=120,
            ),
            "due": forms.CharField(
                label="Month or day",
                help_text="As precise as your policy is: April 2029, or 30 April 2029",
                max_length=30,
                required=False,
            ),
        }

    def initial(self, value: Review) -> dict[str, Any]:
        return {
            "review": "months" if value.months else "due",
            "months": value.months,
            "due": due_in_words(value.due) if value.due else "",
        }

    def read(self, form: ValueForm) -> Any:
        typed = form.cleaned_data
        match typed.get("review"):
            case "months":
                if typed.get("months"):
                    return {"months": typed["months"]}
                if "months" in typed:
                    form.add_error("months", "Enter a number of months")
            case "due":
                try:
                    return {"due": parse_due(typed.get("due", ""))}
                except ValidationError as error:
                    form.add_error("due", str(error.message))
            case _:
                form.add_error("review", "Select an answer")
        return None


def parse_due(text: str) -> str:
    """Reads "April 2029" as "2029-04" and "30 April 2029" as "2029-04-30".

    Raises:
        ValidationError: it is neither.
    """
    words = text.replace("/", " ").replace(",", " ").split()
    try:
        year, month = int(words[-1]), month_number(words[-2])
        if not (2000 <= year <= 2100 and month in range(1, len(calendar.month_name))):
            raise ValueError
        if len(words) == 2:
            return f"{year}-{month:02}"
        (day,) = words[:-2]
        return date(year, month, int(day)).isoformat()
    except (IndexError, ValueError):
        raise ValidationError("Enter a month such as April 2029, or a day in it") from None
