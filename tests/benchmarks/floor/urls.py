from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from tests.benchmarks.floor.models import Note, Row


@login_required
def page(request: HttpRequest, group: int) -> HttpResponse:
    rows = Row.objects.filter(group=group).order_by("-id")[:25]
    return render(request, "page.html", {"rows": rows, "user": request.user})


@login_required
def change(request: HttpRequest, group: int, row: int, state: str) -> HttpResponse:
    with transaction.atomic():
        Row.objects.filter(pk=row, group=group).update(state=state)
        Note.objects.create(row_id=row, user_id=request.user.pk, what=state)
    return redirect("page", group)


@login_required
def upload(request: HttpRequest, group: int, row: int) -> HttpResponse:
    """As `change`, with a file that comes along and is put on the disk."""
    sent = request.FILES["file"]
    assert isinstance(sent, UploadedFile)
    with transaction.atomic():
        default_storage.save(f"{row}.png", sent)
        Row.objects.filter(pk=row, group=group).update(state="shown")
        Note.objects.create(row_id=row, user_id=request.user.pk, what="shown")
    return redirect("page", group)


urlpatterns = [
    path("<int:group>/", page, name="page"),
    path("<int:group>/<int:row>/upload/", upload, name="upload"),
    path("<int:group>/<int:row>/<slug:state>/", change, name="change"),
]
