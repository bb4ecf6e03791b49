"""What one person has read, on their record: beside their training."""

from django.urls import reverse

from accounts.people.sections import Line, Section, Subject, tells_person
from councilsm.forms import when_in_words
from policies.acknowledgements.models import Acknowledgement
from policies.acknowledgements.questions import Cell, cells_of
from policies.documents.models import Version


@tells_person(31)
def reading(of: Subject) -> Section:
    """Each policy that they must read or have read, older versions too; seven queries at most."""
    of.membership.council = of.council
    cells = [cell for cell in cells_of(of.membership, of.day) if cell.since or cell.read]
    current = {cell.version.pk for cell in cells}
    older = of.membership.acknowledgements.exclude(version__in=current)
    lines = [_line(of, cell) for cell in cells]
    lines += [_older(of, one) for one in older.select_related("version__policy", "scan")]
    return Section("Policies", lines, "No policy asks them to read it, and none is on record.")


def _line(of: Subject, cell: Cell) -> Line:
    version = cell.version
    facts = []
    if cell.read:
        facts.append(how(cell.read))
    elif cell.since and cell.due_on:
        facts.append(f"Asked since {when_in_words(cell.since)}")
        facts.append(cell.rests or f"By {when_in_words(cell.due_on)}")
    if not cell.since:
        facts.append("Not asked of them")
    return Line(
        what=f"{version.policy.title}, {version.label}",
        url=_page(of, version),
        label=cell.label,
        colour=cell.colour,
        facts=facts,
        missing=f"reading: {version.policy.title}" if cell.is_missing else "",
    )


def _older(of: Subject, one: Acknowledgement) -> Line:
    version = one.version
    return Line(
        what=f"{version.policy.title}, {version.label}",
        url=_page(of, version),
        label="Read",
        facts=[how(one), "It is not the version in force"],
    )


def how(one: Acknowledgement) -> str:
    """When somebody read it, and where the proof is if they signed on paper."""
    read = f"Read on {when_in_words(one.read_on)}"
    if one.paper_reference:
        return f"{read}, signed on paper: {one.paper_reference}"
    return f"{read}, signed on paper" if one.scan_id else read


def _page(of: Subject, version: Version) -> str:
    return reverse("documents:version", args=[of.council.slug, version.policy.slug, version.slug])
