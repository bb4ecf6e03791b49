"""The composer's pictures: new ones are taken in, others moved and taken out."""

from django.contrib import messages
from django.http import QueryDict

from councilsm.access import MemberRequest
from councilsm.files.fields import take_in_all
from councilsm.files.names import shown_name
from moderation.drafts.forms.pictures import MOST_PICTURES


def with_pictures(request: MemberRequest) -> tuple[QueryDict, list[str]]:
    """What was sent, with new pictures added, moved and taken out; and why some were refused.

    Each is taken in by itself: one that is refused, or is there already, takes nobody's place.
    """
    data = request.POST.copy()
    pictures = list(dict.fromkeys(data.getlist("pictures")))
    refusals: list[str] = []
    left_out = []
    for upload in request.FILES.getlist("add_pictures"):
        name = shown_name(upload.name or "")
        if len(pictures) >= MOST_PICTURES:
            left_out.append(name)
            continue
        stored, refused = take_in_all([upload], council=request.council, actor=request.user)
        refusals += refused
        for file in stored:
            if str(file.pk) in pictures:
                messages.info(request, f"{name} is there already, so it was not added again.")
            else:
                pictures.append(str(file.pk))
    if left_out:
        refusals.append(
            f"A post has {MOST_PICTURES} pictures at most. Left out: {', '.join(left_out)}"
        )
    data.setlist("pictures", moved(pictures, request.POST.get("do", "")))
    return data, refusals


def moved(pictures: list[str], do: str) -> list[str]:
    """The pictures after one was moved up (`up:7`) or taken out (`remove:7`)."""
    what, _, which = do.partition(":")
    if which not in pictures:
        return pictures
    at = pictures.index(which)
    rest = [picture for picture in pictures if picture != which]
    if what == "up":
        rest.insert(max(0, at - 1), which)
    return rest if what in {"up", "remove"} else pictures
