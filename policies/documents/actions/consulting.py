"""Who is asked about a version before it is adopted, and what they say."""

from datetime import date

from accounts.dates import today
from accounts.people.models import Person
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import AlreadyDone, RuleBroken, Stale, required_words
from policies.documents.actions.common import locked_version
from policies.documents.models import Asked, Version


@action
def ask(
    *, version: Version, who: str, asked_on: date, actor: Person, answer_by: date | None = None
) -> Asked:
    """Records that somebody was asked about a version; it is in consultation from then (FTC-10-b).

    Args:
        who: in the council's words: "Councillors and committee members".
        asked_on: the day (London) on which they were.
        answer_by: the last day to answer; None where none was set.

    Raises:
        AlreadyDone: that very thing is on record; with the version.
        Stale: the version was adopted or discarded meanwhile.
        RuleBroken: the actor does not keep the policies, nobody is named, they were asked already,
            or the days cannot be.
    """
    refuse_secrets(who)
    row = locked_version(version, actor)
    who = required_words(who, "Say who was asked.")
    if asked_on > today():
        raise RuleBroken("They were not asked yet: the day is in the future.", field="asked_on")
    if answer_by and answer_by < asked_on:
        raise RuleBroken(
            "The last day to answer is before the day they were asked.", field="answer_by"
        )
    if there := row.asked.filter(who__iexact=who).first():
        sentence = f"{who}: that they were asked is on record."
        if (there.asked_on, there.answer_by) == (asked_on, answer_by):
            raise AlreadyDone(sentence, row)
        raise RuleBroken(sentence, field="who")
    asked = Asked.objects.create(
        council=row.council,
        version=row,
        who=who,
        asked_on=asked_on,
        answer_by=answer_by,
        recorded_by=actor,
    )
    if row.state == Version.State.DRAFT:
        row.state = Version.State.CONSULTATION
        row.save(update_fields=["state"])
    record(
        Verb.VERSION_ASKED,
        row,
        actor=actor,
        duty=Duty.MANAGE_RULES,
        new={
            "who": who,
            "asked_on": asked_on.isoformat(),
            "answer_by": answer_by.isoformat() if answer_by else None,
        },
    )
    return asked


@action
def answer_asked(*, asked: Asked, said: str, said_on: date, actor: Person) -> Asked:
    """Records what somebody said who was asked; once.

    Raises:
        AlreadyDone: this answer is on record; with the version.
        Stale: another answer is, or the version was adopted or discarded meanwhile.
        RuleBroken: the actor does not keep the policies, nothing was said, or the day cannot be.
    """
    version = locked_version(asked.version, actor)
    row: Asked = version.asked.select_for_update(no_key=True).get(pk=asked.pk)
    if row.said_on is not None:
        sentence = f"What {row.who} said is on record."
        if (row.said, row.said_on) == (said.strip(), said_on):
            raise AlreadyDone(sentence, version)
        raise Stale(sentence)
    said = required_words(said, "Write what they said, or that they said nothing.")
    if not row.asked_on <= said_on <= today():
        raise RuleBroken("They answered between being asked and today.", field="said_on")
    row.said, row.said_on = said, said_on
    row.save(update_fields=["said", "said_on"])
    record(
        Verb.VERSION_ANSWERED,
        version,
        actor=actor,
        duty=Duty.MANAGE_RULES,
        new={"who": row.who, "said_on": said_on.isoformat()},
    )
    return row
