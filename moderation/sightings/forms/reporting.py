"""The form of a report: what somebody saw, in two answers or more."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.people.models import Membership
from accounts.register.addresses import address_problem
from councilsm.forms import GovukDateTimeField
from councilsm.once import key_field
from moderation.evidence.capturing import CaptureForm
from moderation.evidence.models import Evidence
from moderation.items.addresses import tidy_address
from moderation.sightings.forms.hints import hints, is_choice
from moderation.sightings.models import Sighting
from moderation.sightings.pages import page_kept
from moderation.sightings.report import Report
from moderation.sightings.routing import GROUP_LEADER, MONITORING, POLICE, monitoring_too, plan_for

Kind = Sighting.Kind
LONGEST_WORDS = 5_000


def words_field(label: str, help_text: str = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_WORDS,
        required=required,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReportForm(CaptureForm):
    """What somebody saw. Two answers are enough: what it is, and a link or a picture."""

    kind = forms.ChoiceField(
        label="What do you want to report?",
        choices=Kind.choices,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
        required=False,
    )
    sentiment = forms.ChoiceField(
        label="How does it speak of the council?",
        choices=Sighting.Sentiment.choices,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
        required=False,
    )
    what = forms.ChoiceField(
        label="What is it about?",
        choices=Sighting.What.choices,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
        required=False,
    )
    url = forms.CharField(
        label="Link to it",
        help_text="Copy the address of the post or comment. A link or a picture is enough",
        max_length=2_000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"}),
    )
    words = words_field("Anything else we should know? (optional)")
    seen_at = GovukDateTimeField(
        label="When did you see it?",
        help_text="Leave empty if you see it now",
        required=False,
    )
    about_clerk = forms.ChoiceField(
        choices=[("", "No"), ("yes", "Yes")],
        required=False,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
    )
    monitoring = forms.EmailField(
        label="E-mail address of the Monitoring Officer (optional)",
        help_text="Of your district, borough or unitary council. They get the reference, no detail",
        required=False,
    )
    reason = forms.CharField(
        label="Why does a copy have to be kept?", max_length=300, required=False
    )
    investigation = forms.ChoiceField(
        label="For what kind of investigation?",
        help_text="It says how long the copy is kept",
        choices=[("", "Select one"), *Evidence.Investigation.choices],
        required=False,
    )
    page = forms.CharField(required=False, widget=forms.HiddenInput)
    #: It asks that itself, since a report may be finished later.
    asks_why_kept = False
    form_key = key_field()

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        self.membership = membership
        self.reveals: dict[str, dict[str, list[str]]] = {
            "kind": {Kind.NEWSWORTHY: ["sentiment"], Kind.DAMAGE: ["what"]},
            "about_clerk": {"yes": ["monitoring"]},
        }
        super().__init__(*args, council=membership.council, **kwargs)

    def narrow(self) -> None:
        super().narrow()
        book = self.council.rulebook
        officer = book.title(book.proper_officer)
        self.fields["about_clerk"].label = f"Is it about the {officer}?"
        self.fields[
            "about_clerk"
        ].help_text = f"Then it goes to others, and the {officer} does not see it"
        why = book.clauses.get("HLTC-capture-2", "")
        #: The clause that lets copies be kept in exceptional circumstances only, if there is one.
        self.fields["captures"].label = "Picture of it"
        self.asks_why = f"HLTC-capture-2: {why}" if why else ""
        if not self.asks_why:
            del self.fields["reason"], self.fields["investigation"]
        self.option_hints = {**CaptureForm.option_hints, "kind": hints(book)}
        if contact := self.council.monitoring_officer:
            self.fields["monitoring"].help_text += f". On record here: {contact}"
        for kind in Kind:
            if is_choice(book, kind):
                self._offer_ways(kind)

    def _offer_ways(self, kind: Kind) -> None:
        """Lets whoever reports choose to whom, where the rule leaves it to them (HLTC-resp-15)."""
        book = self.council.rulebook
        named = {
            GROUP_LEADER: "The leader of my political group",
            POLICE: "The police: I tell them myself (999 in danger, else 101)",
            MONITORING: "The Monitoring Officer",
        }
        plan = plan_for(self.membership, kind)
        choices = [
            (key, named.get(key) or book.title(key))  # type: ignore[call-overload]  # either
            for key in plan.choices
        ]
        tell, leader, police = f"tell_{kind}", f"group_leader_{kind}", f"police_{kind}"
        monitoring = f"monitoring_{kind}"
        why = (
            f"HLTC-capture-5: {book.clauses['HLTC-capture-5']}"
            if plan.else_all
            else f"{book.source_of(f'report_{kind}')}. Unless you choose an office of the council, "
            "nobody here follows it up"
        )
        self.fields[tell] = forms.MultipleChoiceField(
            label="Who gets what you captured?" if plan.else_all else "Whom do you report it to?",
            help_text=f"One or more. {why}",
            choices=choices,
            required=False,
            initial=list(plan.offices) if plan.else_all else [],
            widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
        )
        self.fields[monitoring] = forms.EmailField(
            label="E-mail address of the Monitoring Officer",
            help_text="They get the reference, and no detail",
            required=False,
        )
        self.fields[leader] = forms.EmailField(
            label="E-mail address of your group leader",
            help_text="They get the reference, and no detail",
            required=False,
        )
        self.fields[police] = forms.CharField(
            label="Reference from the police (optional)", max_length=120, required=False
        )
        self.reveals["kind"][kind] = [tell]
        ways = {GROUP_LEADER: [leader], POLICE: [police], MONITORING: [monitoring]}
        self.reveals[tell] = {way: ways[way] for way in ways if way in plan.choices}

    @property
    def is_later(self) -> bool:
        """Whether it is to be finished later, so that what is missing may be missing."""
        return "later" in self.data

    def clean_url(self) -> str:
        typed: str = self.cleaned_data["url"].strip()
        if not typed:
            return ""
        url, _ = tidy_address(typed)
        if problem := address_problem(url):
            raise forms.ValidationError(f"{problem}. Copy the link from the address bar")
        if len(url) > 500:
            raise forms.ValidationError("The link must be 500 characters or fewer")
        return url

    def clean_seen_at(self) -> Any:
        seen_at = self.cleaned_data["seen_at"]
        if seen_at and seen_at > timezone.now():
            raise forms.ValidationError("The time when you saw it must be in the past")
        return seen_at or timezone.now()

    def clean_page(self) -> str:
        return page_kept(self.council, self.cleaned_data["page"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind = cleaned.get("kind", "")
        said = [cleaned.get(name) for name in ("url", "captures", "words", "prohibited")]
        if not any([*said, self.has_captures, self.errors]):
            self.add_error("url", "Add a link or a picture, or say in words what you saw")
        if not self.is_later:
            self._require(cleaned, kind)
        more = ("words", "seen_at", "about_clerk", "monitoring")
        self.more_has_errors = any(name in self.errors for name in more)
        return {"report": self.report(cleaned, kind), "form_key": cleaned.get("form_key")}

    #: Whether something is wrong in the part that is folded up.
    more_has_errors = False
    #: Whether the report that is changed has captures already.
    has_captures = False

    def _require(self, cleaned: dict[str, Any], kind: str) -> None:
        """Says what is missing for sending it."""
        if not kind and "kind" not in self.errors:
            self.add_error("kind", "Select what you want to report")
        if kind == Kind.NEWSWORTHY and not cleaned.get("sentiment"):
            self.add_error("sentiment", "Select whether it is positive, negative or neutral")
        if kind == Kind.DAMAGE and not cleaned.get("what"):
            self.add_error("what", "Select what it is about")
        if self.asks_why and (cleaned["captures"] or self.has_captures):
            if not cleaned.get("reason"):
                self.add_error("reason", "Say why a copy has to be kept")
            if not cleaned.get("investigation"):
                self.add_error("investigation", "Select for what kind of investigation")
        tell = cleaned.get(f"tell_{kind}")
        by_itself = cleaned.get("about_clerk") or monitoring_too(
            self.council.rulebook, Kind(kind or "harmful")
        )
        if tell is not None and not tell and not by_itself:
            self.add_error(f"tell_{kind}", "Select whom you report it to")
        if GROUP_LEADER in (tell or []) and not cleaned.get(f"group_leader_{kind}"):
            self.add_error(f"group_leader_{kind}", "Enter the e-mail address of your group leader")
        monitoring = cleaned.get(f"monitoring_{kind}") or cleaned.get("monitoring")
        if MONITORING in (tell or []) and not monitoring:
            self.add_error(
                f"monitoring_{kind}", "Enter the e-mail address of the Monitoring Officer"
            )

    def report(self, cleaned: dict[str, Any], kind: str) -> Report:
        """What was filled in, as plain values."""
        return Report(
            seen_at=cleaned.get("seen_at") or timezone.now(),
            kind=kind,
            url=cleaned.get("url", ""),
            words=cleaned.get("words", ""),
            page=cleaned.get("page", ""),
            sentiment=cleaned.get("sentiment", "") if kind == Kind.NEWSWORTHY else "",
            what=cleaned.get("what", "") if kind == Kind.DAMAGE else "",
            prohibited=cleaned.get("prohibited", ""),
            about_clerk=bool(cleaned.get("about_clerk")),
            tell=tuple(cleaned.get(f"tell_{kind}", ())),
            group_leader=cleaned.get(f"group_leader_{kind}", ""),
            monitoring=cleaned.get("monitoring") or cleaned.get(f"monitoring_{kind}", ""),
            police_reference=cleaned.get(f"police_{kind}", ""),
            captures=tuple(cleaned.get("captures", ())),
            reason=cleaned.get("reason", "").strip(),
            investigation=cleaned.get("investigation", ""),
        )


def initial_of(report: Report) -> dict[str, Any]:
    """What was kept to finish later, for the fields of the form."""
    kind = report.kind
    same = ("kind", "sentiment", "what", "url", "words", "seen_at", "page", "prohibited")
    more = ("monitoring", "reason", "investigation")
    return {
        **{name: getattr(report, name) for name in (*same, *more)},
        "about_clerk": "yes" if report.about_clerk else "",
        f"tell_{kind}": list(report.tell),
        f"group_leader_{kind}": report.group_leader,
        f"monitoring_{kind}": report.monitoring,
        f"police_{kind}": report.police_reference,
    }
