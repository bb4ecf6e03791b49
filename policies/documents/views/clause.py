"""A clause as it stood on a day, and what the app does about it."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.as_at import AsAtForm
from accounts.councils.models import Council
from accounts.councils.rulebook import Rulebook
from accounts.dates import today
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.pages import links
from councilsm.refusals import page_status
from policies.documents.carried_out import carried_out
from policies.documents.clauses import Clause
from policies.documents.deeds import done_about, line_otherwise
from policies.documents.models import Version
from policies.documents.questions import clause_on
from policies.documents.records import made_under


@require_safe
@member_view(Duty.SUBMIT_DRAFTS)
def clause(request: MemberRequest, ref: str) -> HttpResponse:
    """A clause, by its id, as of `?on=`, today by default."""
    form = AsAtForm.asked(request.GET, request.council)
    day = form.day
    book_version = request.council.rulebook_versions.in_force(day).first()
    book = book_version.rulebook if book_version else None
    version, said = clause_as_at(request.council, ref, day, book)
    now = said
    if day != today():
        _, now = clause_as_at(request.council, ref, today(), request.council.rulebook)
    shown = said or now
    if shown is None:
        raise Http404
    context = {
        "ref": ref,
        "day": day,
        "is_past": day != today(),
        "form": form,
        "version": version,
        "said": said,
        "now": now,
        "is_same": said and now and (said.title, said.words) == (now.title, now.words),
        # Each with the page where it is done, for whoever may open that.
        "deeds": [
            (deed.does, links([deed.where], request, request.membership))
            for deed in done_about(ref)
        ],
        "line_otherwise": line_otherwise(shown),
        "book_version": book_version,
        "carried_out": carried_out(book, ref) if book else [],
        "made_under": made_under(request.membership, ref),
        "may_change": request.membership.allows(Duty.MANAGE_RULES),
    }
    return render(request, "policies/documents/clause.html", context, status=page_status(form))


def clause_as_at(
    council: Council, ref: str, day: date, book: Rulebook | None
) -> tuple[Version | None, Clause | None]:
    """A clause on a day, from the policy that had it; else as the rulebook names it.

    Args:
        book: the rules of that day; None where there were none.
    """
    if found := clause_on(council, ref, day):
        return found
    title = book.clauses.get(ref) if book else None
    return None, Clause(ref=ref, title=title) if title else None
