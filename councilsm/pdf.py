"""Pages on paper: HTML made into a tagged PDF (PDF/UA), which screen readers can read too."""

from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

#: What is said where the system lacks the library that sets type.
LACKING = (
    "This server cannot make PDFs yet. Whoever runs it installs Pango (on Debian: libpango-1.0-0 "
    "and libpangoft2-1.0-0); until then print the page from your browser, or use the CSV."
)
STYLES = "councilsm/paper.css"


def pdf_response(
    request: HttpRequest, template: str, context: dict[str, Any], *, name: str
) -> HttpResponse:
    """A page as a PDF to download; status 503 and one sentence where this server cannot make one.

    Args:
        template: a whole page that refers to no file; its styles are `paper.css`.
        name: of the file.
    """
    html = render_to_string(template, context, request)
    try:
        made = pdf_of(html)
    except OSError:  # Pango is loaded by name, and is not there
        return render(request, "no_pdf.html", {"sentence": LACKING}, status=503)
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def pdf_of(html: str) -> bytes:
    """The PDF of a whole page of HTML. What the page refers to is left out: nothing is fetched.

    Raises:
        OSError: the system has no Pango.
    """
    # Here, since few processes ever make a PDF and its libraries take 30 MB.
    from weasyprint import CSS, HTML  # type: ignore[import-untyped]
    from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]

    nothing = URLFetcher(allowed_protocols=())
    page = HTML(string=html, url_fetcher=nothing)
    styles = CSS(filename=finders.find(STYLES), url_fetcher=nothing)
    made: bytes = page.write_pdf(stylesheets=[styles], pdf_variant="pdf/ua-1")
    return made
