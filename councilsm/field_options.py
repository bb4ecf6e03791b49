"""The choices of a radio or checkbox group, with what belongs to each."""

from dataclasses import dataclass, field
from typing import Any

from django.forms.boundfield import BoundField


@dataclass
class Option:
    """One choice of a radio or checkbox group."""

    label: str
    widget: dict[str, Any]
    hint: str = ""
    words: str = ""
    reveals: list[BoundField] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Where the label points."""
        return str(self.widget["attrs"]["id"])


def options(bound: BoundField) -> list[Option]:
    """The choices of a radio or checkbox group, with the words and fields that each reveals."""
    said = ("option_words", "option_hints", "reveals")
    words, hints, reveals = (getattr(bound.form, name, {}).get(bound.name, {}) for name in said)
    found = []
    for choice in bound.subwidgets:
        value = str(choice.data["value"])
        # The group has the error, not each of its choices.
        ours = {"aria-invalid", "class"}
        attrs = {name: told for name, told in choice.data["attrs"].items() if name not in ours}
        widget = choice.data | {"attrs": attrs}
        option = Option(
            label=choice.data["label"],
            widget=widget,
            hint=hints.get(value, ""),
            words=words.get(value, ""),
            reveals=[bound.form[it] for it in reveals.get(value, ()) if it in bound.form.fields],
        )
        if option.reveals or option.words:
            widget["attrs"]["data-reveals"] = f"{option.id}_reveals"
        told = [f"{option.id}_{what}" for what in ("hint", "words") if getattr(option, what)]
        if told:
            widget["attrs"]["aria-describedby"] = " ".join(told)
        found.append(option)
    return found
