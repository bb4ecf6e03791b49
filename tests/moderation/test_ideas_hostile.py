"""Hostile and broken pictures in the public's form: one sentence each, and nothing is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from councilsm.files.intake import LARGEST
from councilsm.files.models import StoredFile
from tests.cast import Cast
from tests.councilsm.files import samples
from tests.moderation.suggesting import BLUEBELLS, NEW, SAM, a_picture, described, send

NO_PICTURE = "is not a picture we can use. Save it as JPEG or PNG and add it again"
DAMAGED = "is damaged or incomplete. Save it again as JPEG or PNG and add the new one"
TOO_LARGE = "has more than 50 megapixels. Make it smaller and add it again"

HOSTILE = {
    "html": (samples.HTML, "banner.png", NO_PICTURE),
    "svg": (samples.SVG, "logo.svg", NO_PICTURE),
    "virus": (samples.EICAR, "photo.jpg", NO_PICTURE),
    "zip": (b"PK\x03\x04" + b"\0" * 60, "photos.jpg", NO_PICTURE),
    "nothing": (b"", "empty.jpg", "is empty. Choose another file"),
    "60 MB": (b"\0" * 60 * 1024 * 1024, "film.jpg", "is larger than 25 MB"),
    "a bomb": (samples.bomb(), "bomb.png", TOO_LARGE),
    "half of one": (samples.picture()[:400], "half.jpg", DAMAGED),
    "packed text": (samples.stuffed_png(b"zTXt"), "text.png", DAMAGED),
    "a script behind a GIF's first bytes": (b"GIF89a/*" + b"\0" * 20 + b"*/=1;", "a.gif", "a.gif"),
}


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(("data", "name", "said"), HOSTILE.values(), ids=HOSTILE.keys())
def test_it_is_refused_in_one_sentence_and_the_rest_stays(
    data: bytes, name: str, said: str
) -> None:
    browser = Client()
    browser.post(NEW, BLUEBELLS)
    chosen = [a_picture("good.jpg"), SimpleUploadedFile(name, data, "image/jpeg")]
    refused = browser.post(f"{NEW}pictures/", {"uploads": chosen})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert f"“{name}”" in page and said in page
    assert "good.jpg" in page  # the good one is in the list, and what was written waits
    assert BLUEBELLS["idea"] in browser.get(NEW).content.decode()
    assert StoredFile.objects.count() == 1
    assert StoredFile.objects.get().size < LARGEST


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/x.png", "x.jpg"),
        ("a\u202egnp.exe", "agnp.jpg"),
        ("C:\\secret\\b.jpg", "b.jpg"),
        ("<b>bold.jpg", "&lt;b&gt;bold.jpg"),
    ],
)
def test_a_name_is_only_a_name(cast: Cast, given: str, shown: str) -> None:
    browser = Client()
    browser.post(NEW, BLUEBELLS)
    upload = a_picture()
    upload._name = given  # type: ignore[attr-defined]  # Django's own class would cut the path off
    browser.post(f"{NEW}pictures/", {"uploads": [upload]})
    page = browser.get(f"{NEW}pictures/")
    assert shown in page.content.decode()
    browser.post(f"{NEW}about-pictures/", described(browser.get(f"{NEW}about-pictures/")))
    browser.post(f"{NEW}you/", SAM)
    send(browser)
    assert cast.ashford.ideas.get().pictures.count() == 1


@pytest.mark.usefixtures("cast")
def test_an_eleventh_is_left_out_and_said() -> None:
    browser = Client()
    browser.post(NEW, BLUEBELLS)
    chosen = [
        SimpleUploadedFile(f"{n}.jpg", samples.picture(width=20 + n), "image/jpeg")
        for n in range(11)
    ]
    refused = browser.post(f"{NEW}pictures/", {"uploads": chosen})
    assert refused.status_code == 422
    said = "You can send up to 10 pictures. 1 of those you chose was not added"
    assert said in refused.content.decode()
    assert StoredFile.objects.count() == 10
