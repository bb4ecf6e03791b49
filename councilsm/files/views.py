"""The only way out for a stored file: a view that checks, and headers that let it do nothing."""

from pathlib import PurePath

import structlog
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.files.models import StoredFile
from councilsm.files.pictures import THUMBNAIL_TYPE
from councilsm.files.storage import THUMBNAIL, address, the_files

log = structlog.get_logger(__name__)

#: Kept by the browser, but asked about on each use: the picture never changes, rights do.
CACHING = {"private": True, "no_cache": True}
#: Opened by itself, it runs nothing, loads nothing and belongs to no site.
SANDBOX = "sandbox; default-src 'none'"


@member_view(Duty.SUBMIT_DRAFTS)
@require_safe
def download(request: MemberRequest, digest: str) -> HttpResponseBase:
    """The file as it goes out."""
    file = whole_file(request, digest)
    return serve(request, file, at=address(request.council.pk, digest), digest=digest)


@member_view(Duty.SUBMIT_DRAFTS)
@require_safe
def thumbnail(request: MemberRequest, digest: str) -> HttpResponseBase:
    """The small copy that pages show; the file itself where there is none."""
    file = whole_file(request, digest)
    at = address(request.council.pk, digest)
    if file.thumbnail_digest and the_files().exists(at + THUMBNAIL):
        return serve(request, file, at=at + THUMBNAIL, digest=file.thumbnail_digest, small=True)
    return serve(request, file, at=at, digest=digest)


def whole_file(request: MemberRequest, digest: str) -> StoredFile:
    """The council's file of that digest.

    Raises:
        Http404: there is none, or what lies there is no longer what was handed in.
    """
    return get_object_or_404(request.council.files, digest=digest, spoiled_at=None)


def serve(
    request: HttpRequest, file: StoredFile, *, at: str, digest: str, small: bool = False
) -> HttpResponseBase:
    """Streams what lies at an address, as an attachment; 304 where the browser has it already.

    An `<img>` shows an attachment too, so pages may use these addresses.
    """
    tag = f'"{digest}"'
    response = get_conditional_response(request, etag=tag) or opened(file, at=at, small=small)
    response.headers["ETag"] = tag
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    patch_cache_control(response, **CACHING)
    return response


def opened(file: StoredFile, *, at: str, small: bool) -> HttpResponseBase:
    """The answer that carries the bytes; Django writes the name by RFC 6266.

    Raises:
        Http404: the bytes are gone from the disk.
    """
    try:
        content = the_files().open(at)
    except FileNotFoundError:
        log.error("file_missing", address=at)
        raise Http404 from None
    name = PurePath(file.name).with_suffix(".webp").name if small else file.name
    kind = THUMBNAIL_TYPE if small else file.media_type
    return FileResponse(content, as_attachment=True, filename=name, content_type=kind)
