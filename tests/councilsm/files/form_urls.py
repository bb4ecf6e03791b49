"""A page with nothing but a form for files, to see what arrives."""

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path

from accounts.councils.models import Council
from councilsm.access import public
from councilsm.files.fields import MultipleFileField, take_in_all


class FilesForm(forms.Form):
    words = forms.CharField()
    pictures = MultipleFileField(required=False, at_most=10, help_text="JPEG or PNG")


@public
def hand_in(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return HttpResponse(f"<form>{FilesForm()}</form>")
    form = FilesForm(request.POST, request.FILES)
    if not form.is_valid():
        return HttpResponse(f"<form>{form}</form>", status=422)
    uploads = form.cleaned_data["pictures"]
    stored, refused = take_in_all(uploads, council=Council.objects.get(slug="ashford"), actor=None)
    answer = {
        "words": form.cleaned_data["words"],
        "stored": [file.name for file in stored],
        "refused": refused,
        "on_disk": [upload.file.seek(0, 2) for upload in uploads],
        "kind": [type(upload).__name__ for upload in uploads],
    }
    return JsonResponse(answer)


urlpatterns = [path("hand-in/", hand_in, name="hand_in"), path("", include("councilsm.urls"))]
