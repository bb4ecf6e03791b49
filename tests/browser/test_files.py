"""A stored picture is an attachment in a sandbox, and still a picture on our own pages."""

from tests.browser.conftest import Visitor
from tests.cast import PASSWORD, Cast
from tests.councilsm.files.samples import a_file

SHOW = """async path => {
  const picture = new Image();
  picture.src = path;
  await picture.decode();
  document.body.append(picture);
  return [picture.naturalWidth, picture.naturalHeight];
}"""


def test_pages_can_show_it_and_opening_it_downloads(visitor: Visitor, cast: Cast) -> None:
    file = a_file(cast)
    visitor.sign_in(cast.ana.email, PASSWORD)
    for path in (file.get_absolute_url(), f"{file.get_absolute_url()}small/"):
        for _ in ("new", "known to the browser"):
            assert visitor.page.evaluate(SHOW, path) == [60, 40]
    with visitor.page.expect_download() as download:
        visitor.page.evaluate("path => { location = path }", file.get_absolute_url())
    assert download.value.suggested_filename == "fete.jpg"
    assert not visitor.complaints
