"""The separate decision to warn the public of an impersonation, and to warn no more."""

from accounts.lookalikes.actions.common import end_now, open_case
from accounts.lookalikes.models import Lookalike, PublicWarning
from accounts.people.models import Person
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import RuleBroken, Stale


@action
def decide_warning(
    *, lookalike: Lookalike, words: str, reason: str, actor: Person
) -> PublicWarning:
    """Decides to warn the public of an impersonation. Nothing of a case is public without this.

    Raises:
        Stale: the case was closed, or a warning is in force already.
        RuleBroken: the actor does not keep the register, the case is satire, words or reason are
            missing, or they hold a password or a character that nobody sees.
    """
    actor.require_duty_at(lookalike.council, Duty.KEEP_REGISTER)
    refuse_secrets(words, reason)
    refuse_hidden(words, reason)
    case = open_case(lookalike)
    if case.kind == Lookalike.Kind.SATIRE:
        raise RuleBroken("The public is never warned of satire.")
    if case.warnings.filter(ended_at__isnull=True).exists():
        raise Stale("A public warning is in force already.")
    if not words.strip() or not reason.strip():
        raise RuleBroken("Write the warning, and say why it is needed.")
    warning = PublicWarning.objects.create(
        council=case.council,
        lookalike=case,
        kind=case.kind,
        words=words,
        reason=reason,
        decided_by=actor,
    )
    record(
        Verb.WARNING_DECIDED,
        case,
        actor=actor,
        duty=Duty.KEEP_REGISTER,
        new={"reason": reason, "note": words},
    )
    return warning


@action
def end_warning(*, warning: PublicWarning, reason: str, actor: Person) -> PublicWarning:
    """Decides that the public need not be warned any more.

    Raises:
        Stale: it was ended already.
        RuleBroken: the actor does not keep the register, no reason is given, or it holds a
            password.
    """
    actor.require_duty_at(warning.council, Duty.KEEP_REGISTER)
    refuse_secrets(reason)
    rows = PublicWarning.objects.select_for_update(no_key=True)
    row = rows.get(pk=warning.pk)
    if row.ended_at is not None:
        raise Stale("This warning was ended already.")
    if not reason.strip():
        raise RuleBroken("Say why the public need not be warned any more.")
    end_now(row, reason, actor)
    return row
