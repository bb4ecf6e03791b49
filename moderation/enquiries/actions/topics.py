"""The subjects of enquiries and whom each goes to."""

from typing import Any

from django.db import IntegrityError, transaction

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Membership, Office, Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import RuleBroken, Stale
from councilsm.tenancy import require_same_council
from moderation.enquiries.models import Topic


@action
def add_topic(
    *,
    council: Council,
    name: str,
    actor: Person,
    office: Office | None = None,
    lead: Membership | None = None,
    target_days: int | None = None,
    signpost: str = "",
) -> Topic:
    """Adds a topic, by which enquiries find their owner.

    Args:
        office, lead: whom its enquiries go to; neither for the proper officer, never both.
        target_days: working days of the council; None for the target of its rules.
        signpost: who deals with it where the council does not.

    Raises:
        RuleBroken: the actor does not keep the rules, another topic is called so, or it names an
            office and a lead.
    """
    actor.require_duty_at(council, Duty.MANAGE_RULES)
    topic = Topic(council=council)
    values = _values(name, office, lead, target_days, signpost)
    _save(topic, values)
    record(Verb.TOPIC_ADDED, topic, actor=actor, duty=Duty.MANAGE_RULES, new=_told(topic))
    return topic


@action
def change_topic(
    *,
    topic: Topic,
    name: str,
    actor: Person,
    office: Office | None = None,
    lead: Membership | None = None,
    target_days: int | None = None,
    signpost: str = "",
) -> Topic:
    """Changes a topic for enquiries from now on; those that are open keep owner and day.

    Args:
        office, lead: whom its enquiries go to; neither for the proper officer, never both.
        target_days: working days of the council; None for the target of its rules.
        signpost: who deals with it where the council does not.

    Raises:
        Stale: it is retired.
        RuleBroken: the actor does not keep the rules, another topic is called so, or it names an
            office and a lead.
    """
    actor.require_duty_at(topic.council, Duty.MANAGE_RULES)
    row = _held(topic)
    old = _told(row)
    _save(row, _values(name, office, lead, target_days, signpost))
    record(Verb.TOPIC_CHANGED, row, actor=actor, duty=Duty.MANAGE_RULES, old=old, new=_told(row))
    return row


@action
def retire_topic(*, topic: Topic, actor: Person) -> Topic:
    """No new enquiry is of this topic. Those that were stay so.

    Raises:
        Stale: it is retired already.
        RuleBroken: the actor does not keep the rules.
    """
    actor.require_duty_at(topic.council, Duty.MANAGE_RULES)
    row = _held(topic)
    row.retired_on = today()
    row.save(update_fields=["retired_on"])
    record(Verb.TOPIC_RETIRED, row, actor=actor, duty=Duty.MANAGE_RULES)
    return row


def _held(topic: Topic) -> Topic:
    row: Topic = topic.council.enquiry_topics.select_for_update(no_key=True).get(pk=topic.pk)
    if row.retired_on:
        raise Stale(f"The topic {row} is retired already.")
    return row


def _values(
    name: str,
    office: Office | None,
    lead: Membership | None,
    target_days: int | None,
    signpost: str,
) -> dict[str, Any]:
    refuse_hidden(name, signpost)
    if office and lead:
        raise RuleBroken("Choose an office or a lead councillor, not both.")
    return {
        **{"name": name, "office": office, "lead": lead},
        **{"target_days": target_days, "signpost": signpost},
    }


def _save(topic: Topic, values: dict[str, Any]) -> None:
    require_same_council(topic, values["office"], values["lead"])
    for name, value in values.items():
        setattr(topic, name, value)
    try:
        with transaction.atomic():
            topic.save(update_fields=list(values) if topic.pk else None)
    except IntegrityError:
        raise RuleBroken(f"There is a topic called {topic.name} already.") from None


def _told(topic: Topic) -> dict[str, Any]:
    return {
        "owner": str(topic.office or (topic.lead and topic.lead.goes_by) or ""),
        "target_days": topic.target_days,
        "signpost": topic.signpost,
    }
