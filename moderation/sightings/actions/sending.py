"""Whom a report goes to once it is sent, and what it has to say first."""

from accounts.councils.models import Council
from accounts.people.models import Membership, Person
from councilsm.refusals import RuleBroken
from moderation.sightings.models import SentTo, Sighting
from moderation.sightings.report import Report
from moderation.sightings.routing import GROUP_LEADER, MONITORING, POLICE, Plan, plan_for

Way, Why = SentTo.Way, SentTo.Why


def judged(membership: Membership, report: Report, sighting: Sighting) -> Plan:
    """To whom it goes, if all is there that its kind asks for."""
    council = membership.council
    if not report.kind:
        raise RuleBroken("Select what it is.")
    if report.kind == Sighting.Kind.NEWSWORTHY and not report.sentiment:
        raise RuleBroken("Select whether it is positive, negative or neutral.")
    if report.kind == Sighting.Kind.DAMAGE and not report.what:
        raise RuleBroken("Select what it is about.")
    clauses = council.rulebook.clauses
    silent = not report.reason or not report.investigation
    if "HLTC-capture-2" in clauses and silent and sighting.came_with.exists():
        raise RuleBroken(
            "Say why a copy has to be kept, and for what kind of investigation.",
            source=f"HLTC-capture-2: {clauses['HLTC-capture-2']}",
        )
    plan = plan_for(membership, report.kind, about_clerk=report.about_clerk)
    if plan.choices and not _chosen(plan, report):
        raise RuleBroken("Select whom you report it to.", source=plan.source)
    if GROUP_LEADER in report.tell and GROUP_LEADER in plan.choices and not report.group_leader:
        raise RuleBroken("Enter the e-mail address of your group leader.")
    if MONITORING in _chosen(plan, report) and not report.monitoring:
        raise RuleBroken("Enter the e-mail address of the Monitoring Officer.")
    if report.about_clerk and not plan.offices and not report.monitoring:
        raise RuleBroken(
            f"Nobody here can be told in place of the {council.rulebook.title(_clerk(council))}. "
            "Enter the e-mail address of the Monitoring Officer."
        )
    return plan


def write_recipients(sighting: Sighting, plan: Plan, report: Report, actor: Person) -> list[SentTo]:
    """Writes down to whom a report goes."""
    council = sighting.council
    chosen = _chosen(plan, report)
    wanted = {key: why for key, why in plan.offices.items() if key in chosen}
    rows = [
        SentTo(way=Way.OFFICE, why=wanted[office.key], office=office)
        for office in council.offices.filter(key__in=wanted).order_by("pk")
    ]
    if plan.team:
        rows.append(SentTo(way=Way.TEAM, why=Why.RULE))
    if GROUP_LEADER in chosen:
        rows.append(SentTo(way=Way.GROUP_LEADER, why=Why.CHOSEN, email=report.group_leader))
    if POLICE in chosen:
        rows.append(SentTo(way=Way.POLICE, why=Why.CHOSEN, reference=report.police_reference))
    if report.monitoring and (report.about_clerk or MONITORING in chosen):
        why = Why.NOT_CLERK if report.about_clerk else Why.CHOSEN
        rows.append(SentTo(way=Way.MONITORING, why=why, email=report.monitoring))
    for row in rows:
        row.council, row.sighting, row.sent_by = council, sighting, actor
        row.save()
    return rows


def _chosen(plan: Plan, report: Report) -> set[str]:
    """The offices it goes to and the ways in which it does, as far as these are a choice.

    About the proper officer, it goes to whoever stands in for them whatever was chosen.
    """
    if not plan.choices:
        return set(plan.offices)
    picked = set(report.tell) & set(plan.choices)
    if report.about_clerk or (not picked and plan.else_all):
        return set(plan.offices) | picked
    return picked


def told_on_trail(sighting: Sighting, sent: list[SentTo]) -> dict[str, object]:
    """What the trail says: of what is restricted or about the clerk, nothing."""
    if sighting.restricted or sighting.about_clerk:
        return {}
    to = [one.office.title if one.office else one.get_way_display() for one in sent]
    return {"kind": sighting.get_kind_display(), "to": to}


def _clerk(council: Council) -> str:
    return council.rulebook.proper_officer
