"""Several dated drafts of one wording, and what became of each."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, page_status, refuse
from moderation.drafts.actions.series import MOST, make_series
from moderation.drafts.forms.composing import DraftForm
from moderation.drafts.forms.series import SeriesForm
from moderation.drafts.forms.typed import notes_in, typed_again
from moderation.drafts.models import Draft
from moderation.drafts.models.listing import bring_accounts
from moderation.drafts.views.writing import find


@member_view(Duty.SUBMIT_DRAFTS)
def make(request: MemberRequest, number: int) -> HttpResponse:
    draft = find(request, number)
    composed = finished(request, draft)
    form = SeriesForm(
        request.POST or None, council=request.council, initial={"version": draft.version}
    )
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            series = make_series(
                draft=draft,
                content=composed.content(),
                windows=form.windows(),
                version=form.cleaned_data["version"] or 0,
                notes=notes_in(draft.working_copy),
                actor=request.user,
            )
        except RuleBroken as error:
            refused = refuse(form, error)
            form.rebind(version=draft.version)  # the page now shows what is saved
        else:
            messages.success(
                request, f"{len(form.windows())} drafts submitted. Each is decided on its own."
            )
            return redirect(series)
    content = composed.content()
    context = {
        "draft": draft,
        "form": form,
        "words": content.words,
        "urgent": bool(content.particulars.urgent),
    }
    return render(
        request, "moderation/drafts/series_new.html", context, status=page_status(form, refused)
    )


@member_view(Duty.SUBMIT_DRAFTS)
def detail(request: MemberRequest, pk: int) -> HttpResponse:
    """A series, with those of its drafts that this person may see."""
    series = get_object_or_404(request.council.series.select_related("made_by"), pk=pk)
    drafts = request.council.drafts.visible_to(request.membership).filter(series=series)
    found = list(drafts.select_related("current").order_by("pk")[:MOST])
    if not found:
        raise Http404
    bring_accounts(found)
    return render(request, "moderation/drafts/series.html", {"series": series, "drafts": found})


def finished(request: MemberRequest, draft: Draft) -> DraftForm:
    """The composer's form of a draft that could be submitted as it is.

    Raises:
        RuleBroken: somebody else wrote it, it is not open, or something is still missing.
    """
    draft.require_author(request.user)
    draft.require_status(*Draft.OPEN)
    form = typed_again(request.council, draft.working_copy)
    if not form.is_valid():
        missing = next(iter(form.errors.values()))[0]
        raise RuleBroken(
            f"{draft.reference} is not finished: {str(missing).removesuffix('.')}. "
            "Finish it, then make a series of it."
        )
    return form
