"""One person's undertakings, on their record."""

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from accounts.people.sections import Line, Section, Subject, tells_person
from accounts.team.models import Undertaking
from councilsm.forms import when_in_words


@tells_person(40)
def undertakings(of: Subject) -> Section:
    """The undertaking in its present words, given or not, and former ones (a query)."""
    given = Undertaking.objects.filter(text=OuterRef("pk"), membership=of.membership)
    texts = of.council.undertaking_texts.filter(in_force_from__lte=of.day).annotate(
        given_on=Subquery(given.values("given_on")[:1]),
        paper=Subquery(given.values("paper_reference")[:1]),
    )
    found = list(texts.order_by("-number"))
    lines = []
    for place, text in enumerate(found):
        newest = place == 0
        if not text.given_on and not (newest and of.is_seated):
            continue
        facts = [f"Given {when_in_words(text.given_on)}"] if text.given_on else []
        if text.paper:
            facts.append(f"On paper: {text.paper}")
        lines.append(_line(of, f"{text}", facts, newest=newest, given=bool(text.given_on)))
    asked = of.council.rulebook.rules.undertaking_first.value
    if not found and asked and of.is_seated:
        lines.append(_line(of, "The undertaking has no words yet", [], newest=True, given=False))
    return Section("Undertakings", lines, "None is asked for, and none is on record.")


def _line(of: Subject, what: str, facts: list[str], *, newest: bool, given: bool) -> Line:
    asked = of.council.rulebook.rules.undertaking_first.value and of.is_seated
    owes = newest and not given and bool(asked)
    label = ("Given" if given else "Not given") if newest else "Former words"
    return Line(
        what=what,
        url=reverse("team:undertaking", args=[of.council.slug]) if newest else "",
        label=label,
        colour={"Given": "green", "Not given": "red"}.get(label, "grey"),
        facts=facts,
        missing="the undertaking of the team" if owes else "",
    )
