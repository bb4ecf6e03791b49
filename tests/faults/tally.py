"""What is there afterwards, held against what was asked for: lost, doubled, and the counts."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from accounts.grants.models import AccessGrant
from accounts.leavers.models import Departure
from councilsm.audit.models import AuditEvent, ChainHead
from councilsm.audit.verification import chains, first_fault
from councilsm.inbox.models import OutboxMessage
from moderation.drafts.models import Draft
from tests.faults.clerks import Clerk
from tests.faults.mailbox import Mailbox


@dataclass
class Tally:
    """The lines of the report, and the sums that decide."""

    lines: list[str] = field(default_factory=list)
    lost: int = 0
    doubled: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, what: str, wanted: Collection[object], found: Iterable[object]) -> None:
        """Each of `wanted` should be found once."""
        times = Counter(found)
        lost = sum(1 for one in wanted if not times[one])
        doubled = sum(1 for one in wanted if times[one] > 1)
        self.lost += lost
        self.doubled += doubled
        self.lines.append(
            f"{what}: {len(wanted)} asked for, {sum(times[one] for one in wanted)} there, "
            f"{lost} lost, {doubled} doubled"
        )


def of_forms(tally: Tally, clerks: list[Clerk]) -> None:
    """Each form that was answered as taken is one draft, with its event and its message."""
    accepted = [title for clerk in clerks for title in clerk.seen.accepted]
    attempts = sum(clerk.seen.attempts for clerk in clerks)
    given_up = sum(len(clerk.seen.given_up) for clerk in clerks)
    tally.lines.append(
        f"Forms: {len(accepted)} taken in {attempts} attempts, {given_up} given up by the sender"
    )
    tally.wrong += [refusal for clerk in clerks for refusal in clerk.seen.refused]
    drafts = Draft.objects.filter(title__startswith="Form ")
    tally.add("  drafts", accepted, drafts.values_list("title", flat=True))
    titles = dict(drafts.values_list("pk", "title"))
    tally.add("  entries on the trail", accepted, _titles("draft.submitted", titles))
    subjects = OutboxMessage.objects.filter(subject__contains='"Form ')
    told = [subject.split('"')[1] for subject in subjects.values_list("subject", flat=True)]
    tally.add("  messages to who decides", accepted, told)
    # All or nothing, also of what no sender was told of: it is on the trail as far as it came.
    tally.add("  begun", list(titles.values()), _titles("draft.created", titles))


def _titles(verb: str, titles: dict[int, str]) -> list[str]:
    ids = AuditEvent.objects.filter(verb=verb).values_list("object_id", flat=True)
    return [titles[pk] for pk in ids if pk in titles]


def of_verb(tally: Tally, what: str, wanted: Collection[int], verb: str) -> None:
    """Each thing has one entry of a kind on the trail."""
    events = AuditEvent.objects.filter(verb=verb).values_list("object_id", flat=True)
    tally.add(what, wanted, list(events))


def of_mail(tally: Tally, wanted: Iterable[str | None], subject: str) -> None:
    """Each of these people has one message whose subject is like this pattern."""
    told = OutboxMessage.objects.filter(subject__regex=subject)
    tally.add("  messages to them", list(wanted), told.values_list("recipient", flat=True))


def of_access(tally: Tally, grants: Collection[int]) -> None:
    """Each access that ran out is on the trail, and its holder was told, once."""
    of_verb(tally, "Access that ran out", grants, "grant.ran_out")
    rows = AccessGrant.objects.filter(pk__in=grants)
    people = rows.values_list("membership__person__email", flat=True)
    of_mail(tally, people, "^Your access to .* has ended")


def of_leavers(tally: Tally, departures: Collection[int]) -> None:
    """Each departure was carried out, and the leaver was told, once."""
    of_verb(tally, "Rights of leavers", departures, "departure.ended")
    rows = Departure.objects.filter(pk__in=departures)
    people = rows.values_list("membership__person__email", flat=True)
    of_mail(tally, people, "^Your rights at .* have ended")


def of_messages(tally: Tally, mailbox: Mailbox) -> None:
    """Each message was delivered once, or says that it may have been."""
    rows = list(OutboxMessage.objects.values_list("recipient", "subject", "state"))
    sent = [(to, subject) for to, subject, state in rows if state == "sent"]
    unsure = [(to, subject) for to, subject, state in rows if state == "unsure"]
    left = len(rows) - len(sent) - len(unsure)
    came = sum(1 for one in unsure if mailbox.taken[one])
    # Two digests of two days may have the same subject, so each is held against how many were sent.
    decided = Counter((to, subject) for to, subject, _ in rows)
    doubled = sum((mailbox.taken - decided).values())
    tally.lost += left + sum((Counter(sent) - mailbox.taken).values())
    tally.doubled += doubled
    tally.lines.append(
        f"E-mail: {len(rows)} decided, {len(sent)} sent, {len(unsure)} shown as may have been sent "
        f"(of which {came} came), {left} left over; {sum(mailbox.taken.values())} came, "
        f"{doubled} more than were decided"
    )


def of_chains(tally: Tally) -> None:
    """Every chain holds."""
    tally.wrong += [str(fault) for number in chains() if (fault := first_fault(number))]
    entries = sum(ChainHead.objects.values_list("sequence", flat=True))
    tally.lines.append(f"Trail: {len(chains())} chains with {entries} entries hold")
