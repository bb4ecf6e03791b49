"""“I’m not sure”: asked before posting, answered by an office that the rulebook names."""

from django.utils import timezone

from accounts.councils.models import Council
from accounts.councils.rulebook import Holders
from accounts.people.models import Office, Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken, Stale, required_words
from councilsm.tenancy import require_same_council
from moderation.drafts.actions.common import locked
from moderation.drafts.models import Advice, Draft, Target


@action
def ask_advice(*, draft: Draft, question: str, actor: Person) -> Advice:
    """Asks the offices of the `advice` rule about a draft (DTC-4-f, FTC-6.6-b, FTC-A-10).

    Where the rule is not set, the proper officer is asked. They are mailed at once, and nothing
    is approved or posted until one of them has answered.

    Args:
        question: what the asker is unsure about, in their words.

    Raises:
        Stale: the draft has ended, is out everywhere, or somebody has asked meanwhile.
        RuleBroken: the actor neither wrote nor authorises it, nobody else can be asked, or the
            question is empty.
    """
    require_may_ask(draft, actor)
    question = required_words(question, "Say what you are not sure about.")
    draft = locked(draft)
    draft.require_status(*Draft.OPEN, Draft.Status.WAITING, Draft.Status.APPROVED)
    if draft.status == Draft.Status.APPROVED and not _still_to_post(draft):
        raise RuleBroken(f"{draft.reference} is posted already, so there is nothing left to hold.")
    if draft.advice.open().exists():
        raise Stale(f"A question about {draft.reference} is open already. Wait for its answer.")
    advice = Advice.objects.create(
        council=draft.council, draft=draft, question=question, asked_by=actor
    )
    advice.offices.set(_offices_to_ask(draft))
    asked = advice.advisers().exclude(pk=actor.pk)
    if not asked:
        raise RuleBroken(
            f"The question would go to nobody but you: only the {advice.asked_of} can be asked.",
            source=source_of_advice(draft),
        )
    notify(asked, "advice_asked", council=draft.council, draft=draft, advice=advice)
    record(
        Verb.ADVICE_ASKED,
        draft,
        actor=actor,
        duty=Duty.SUBMIT_DRAFTS,
        new={
            "note": advice.question,
            "offices": sorted(office.key for office in advice.offices.all()),
            "source": source_of_advice(draft),
        },
    )
    return advice


@action
def answer_advice(*, advice: Advice, answer: str, actor: Person) -> Advice:
    """Answers a question about a draft; the asker is mailed and the draft goes on.

    Raises:
        Stale: somebody else has answered; says who.
        RuleBroken: the actor holds none of the offices asked, or asked it themselves while
            another can answer, or the answer is empty.
    """
    require_same_council(advice, advice.draft)
    draft = locked(advice.draft)
    now: Advice = draft.advice.select_for_update(no_key=True).get(pk=advice.pk)
    if now.answered_by is not None:
        raise Stale(f"{now.answered_by} has answered this question already.")
    require_adviser(now, actor)
    now.answer = required_words(answer, "Enter an answer.")
    now.answered_by, now.answered_at = actor, timezone.now()
    now.office_id = office_answering(now, actor)
    now.save(update_fields=["answer", "answered_by", "office", "answered_at"])
    notify(
        Person.objects.at(draft.council).filter(pk=now.asked_by_id).exclude(pk=actor.pk),
        "advice_answered",
        council=draft.council,
        draft=draft,
        advice=now,
    )
    record(
        Verb.ADVICE_ANSWERED,
        draft,
        actor=actor,
        office_id=now.office_id,
        old={"question": now.question},
        new={"note": now.answer},
    )
    return now


def require_may_ask(draft: Draft, actor: Person) -> None:
    """Its author asks about a draft, or whoever may authorise posts.

    Raises:
        RuleBroken: the actor is neither.
    """
    membership = actor.require_membership_at(draft.council)
    if draft.author_id != actor.pk and not membership.allows(Duty.AUTHORISE_POSTS):
        raise RuleBroken(f"Only {draft.author} or who may approve it can ask about a draft.")


def require_adviser(advice: Advice, actor: Person) -> None:
    """Only those asked answer.

    Raises:
        RuleBroken: names the offices asked, or says that the asker cannot answer.
    """
    if advice.advisers().filter(pk=actor.pk).exists():
        return
    if advice.asked_by_id == actor.pk:
        raise RuleBroken("You asked this question, so somebody else must answer it.")
    raise RuleBroken(
        f"This question was put to the {advice.asked_of}.", source=source_of_advice(advice.draft)
    )


def office_answering(advice: Advice, actor: Person) -> int | None:
    """The office through which a person answers: one of those asked, else the proper officer's."""
    council = advice.draft.council
    membership = actor.membership_at(council)
    held = membership.offices if membership else {}
    keys = [*(office.key for office in advice.offices.all()), council.rulebook.proper_officer]
    return next((held[key] for key in keys if key in held), None)


def source_of_advice(draft: Draft) -> str:
    """The clause or decision that says whom to ask; empty where no rule says so."""
    book = draft.council.rulebook
    return book.source_if_set("advice")


def vacant_today(council: Council, office: str) -> bool:
    """Whether nobody holds an office today, by its key in the rulebook."""
    return not Person.objects.holding(council, Holders(offices=(office,))).exists()


def _offices_to_ask(draft: Draft) -> list[Office]:
    book = draft.council.rulebook
    keys = book.rules.advice.value or (book.proper_officer,)
    if not Person.objects.holding(draft.council, Holders(offices=keys)).exists():
        keys = (*keys, book.proper_officer)  # nobody holds them today
    return list(draft.council.offices.filter(key__in=keys))


def _still_to_post(draft: Draft) -> bool:
    assert draft.current is not None  # the database holds it: draft_waiting_has_revision
    return draft.current.targets.exclude(
        state__in=[Target.State.POSTED, Target.State.NOT_POSTED]
    ).exists()
