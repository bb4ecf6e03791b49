"""What the composer asks only where it is ticked: a video, declarations, urgency."""

import re
from typing import Any

from django import forms

from accounts.councils.rulebook import Kind
from moderation.checks.content import EXEMPT, IN_PERIOD, Declarations, Particulars, Video
from moderation.checks.pre_election import FACTUAL_REPLY
from moderation.drafts.words import WordsField

EXTRAS = [
    ("video", "It has a video"),
    ("private_meeting", "It is about a private or internal meeting"),
    ("third_party", "It names a customer, partner or supplier"),
    ("reputation", "It may harm the reputation of a person or an organisation"),
    ("exempt", "It is a notice the law makes the council publish"),
    ("urgent", "It is urgent"),
]

#: For each thing that was ticked, the fields it needs and what is said when one is empty.
NEEDED = {
    "video": {
        "video_title": "Enter a title for the video",
        "video_file_name": "Enter the name of the video’s file",
        "video_sha256": "Enter the video’s SHA-256, 64 characters from 0 to 9 and a to f",
        "video_captions": "Say whether the video has captions",
        "video_people": "Say who is in the video",
    },
    "private_meeting": {"private_meeting": "Say which line manager gave permission, and when"},
    "third_party": {"third_party": "Say who approved being named, and when"},
    "reputation": {"reputation": "Say what evidence you hold, and where it is kept"},
    "exempt": {"exempt": "Choose which notice it is"},
    "urgent": {"urgent": "Say why it cannot wait"},
}


def short(label: str, help_text: str = "", max_length: int = 300) -> forms.CharField:
    return WordsField(label=label, help_text=help_text, max_length=max_length, required=False)


def fingerprint(name: str) -> forms.CharField:
    """A file's SHA-256. A script works it out, and fills in the name, in the field of that name."""
    field = short(
        "SHA-256 of the file",
        "The file’s fingerprint, which shows later that it is the same file. "
        "In Windows: certutil -hashfile film.mp4 SHA256. On a Mac: shasum -a 256 film.mp4",
        # Windows of some versions writes it in pairs, with spaces between.
        max_length=100,
    )
    field.widget.attrs |= {
        "data-fingerprint": f"id_{name}",
        "spellcheck": "false",
        "autocomplete": "off",
    }
    return field


def particulars_fields() -> dict[str, forms.Field]:
    """The fields behind "Tick what applies"."""
    return {
        "extras": forms.MultipleChoiceField(
            label="Tick what applies",
            help_text="Most posts need none of these",
            choices=EXTRAS,
            widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
            required=False,
        ),
        "video_title": short("What is the video called?", max_length=120),
        "video_file_name": short("Name of its file", max_length=120),
        "video_sha256": fingerprint("video_file_name"),
        "video_captions": forms.ChoiceField(
            label="Does it have captions?",
            choices=[("yes", "Yes"), ("no_speech", "Nobody speaks in it")],
            widget=forms.RadioSelect,
            required=False,
        ),
        "video_people": short("Who is in it, and by what permission?"),
        "private_meeting": short("Which line manager gave permission, and when?"),
        "third_party": short("Who approved being named, and when?"),
        "reputation": short("What evidence do you hold, and where is it kept?"),
        "exempt": forms.ChoiceField(
            label="Which notice?",
            choices=[choice for choice in EXEMPT if choice[0]],
            widget=forms.RadioSelect,
            required=False,
        ),
        "urgent": short("Why can it not wait?"),
    }


def in_period_fields(periods: str) -> dict[str, forms.Field]:
    """What may go out before an election all the same; asked only where a period is near.

    Args:
        periods: which, and from when to when, in words.
    """
    return {
        "in_period": forms.ChoiceField(
            label="Is it one of these?",
            help_text=f"They may go out before an election: {periods}",
            choices=[("", "None of these"), *IN_PERIOD],
            widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
            required=False,
        ),
        "in_period_reason": short("Why is it that?", "Only if it is one of these"),
    }


def particulars_from(form: forms.Form, cleaned: dict[str, Any]) -> Particulars:
    """What was ticked and said, with an error on the form for each answer that is missing."""
    ticked = set(cleaned.get("extras") or ())
    for extra in ticked:
        for name, missing in NEEDED[extra].items():
            if name not in form.errors and not cleaned.get(name):
                form.add_error(name, missing)
    digest = "".join((cleaned.get("video_sha256") or "").split()).lower()
    if "video" in ticked and digest and not re.fullmatch(r"[0-9a-f]{64}", digest):
        form.add_error("video_sha256", NEEDED["video"]["video_sha256"])

    def said(extra: str, name: str = "") -> str:
        return (cleaned.get(name or extra) or "") if extra in ticked else ""

    kind = cleaned.get("kind")
    asked = {Kind.SHARE.value: "original_url", Kind.REPLY.value: "answers_url"}
    original = asked.get(kind or "", "")
    return Particulars(
        link=cleaned.get("link") or "",
        original_url=(cleaned.get(original) or "") if original else "",
        endorses=(
            {"yes": True, "no": False}.get(cleaned.get("endorses") or "")
            if kind == Kind.SHARE
            else None
        ),
        credit=cleaned.get("credit") or "",
        exempt=said("exempt"),
        declarations=Declarations(
            private_meeting=said("private_meeting"),
            third_party=said("third_party"),
            reputation=said("reputation"),
        ),
        video=_video(cleaned, digest) if "video" in ticked and not form.errors else None,
        urgent=said("urgent"),
        **in_period_from(form, cleaned, kind or ""),
    )


def in_period_from(form: forms.Form, cleaned: dict[str, Any], kind: str) -> dict[str, str]:
    """Which exempt kind it is and why, with an error on the form where that cannot be."""
    chosen, reason = cleaned.get("in_period") or "", cleaned.get("in_period_reason") or ""
    if chosen and not reason and "in_period_reason" not in form.errors:
        form.add_error("in_period_reason", "Say why it is that")
    if chosen == FACTUAL_REPLY and kind != Kind.REPLY:
        form.add_error("in_period", "Only a reply can be a factual reply to a question")
    return {"in_period": chosen, "in_period_reason": reason} if chosen else {}


def _video(cleaned: dict[str, Any], digest: str) -> Video:
    return Video(
        title=cleaned["video_title"],
        file_name=cleaned["video_file_name"],
        sha256=digest,
        captions=cleaned["video_captions"],
        people=cleaned["video_people"],
    )
