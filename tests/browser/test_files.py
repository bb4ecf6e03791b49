"""A stored picture is an attachment in a sandbox, and still a picture on our own pages."""

import hashlib
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.cast import Cast
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
    visitor.become(cast.ana.email)
    for path in (file.get_absolute_url(), f"{file.get_absolute_url()}small/"):
        for _ in ("new", "known to the browser"):
            assert visitor.page.evaluate(SHOW, path) == [60, 40]
    with visitor.page.expect_download() as download:
        visitor.page.evaluate("path => { location = path }", file.get_absolute_url())
    assert download.value.suggested_filename == "fete.jpg"
    assert not visitor.complaints


def test_a_video_is_fingerprinted_in_the_browser_and_stays_there(
    visitor: Visitor, cast: Cast, tmp_path: Path
) -> None:
    film = tmp_path / "Mayor’s <walk>.mp4"
    film.write_bytes(b"a small film " * 90_000)
    page, sent = visitor.page, []
    visitor.become(cast.ana.email)
    page.on("request", lambda request: sent.append(len(request.post_data_buffer or b"")))
    visitor.go("/c/ashford/drafts/new/")
    page.get_by_label("It has a video").check()
    page.get_by_label("Choose the video").set_input_files(film)
    expect(page.get_by_text("The video was not sent")).to_be_visible()
    expect(page.get_by_label("Name of its file")).to_have_value(film.name)
    digest = hashlib.sha256(film.read_bytes()).hexdigest()
    expect(page.get_by_label("SHA-256 of the file")).to_have_value(digest)
    visitor.look("compose-video", "New draft")
    page.get_by_label("Title").fill("Walk")
    page.get_by_role("button", name="Save and go on later").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Walk")
    draft = cast.ashford.drafts.get()
    assert draft.working_copy["video_sha256"] == [digest]
    assert max(sent) < 20_000


def test_a_video_too_large_for_the_browser_is_told_how(visitor: Visitor, cast: Cast) -> None:
    page = visitor.page
    visitor.become(cast.ana.email)
    visitor.go("/c/ashford/drafts/new/")
    page.get_by_label("It has a video").check()
    page.evaluate("Object.defineProperty(File.prototype, 'size', { get: () => 1024 ** 3 + 1 })")
    film = {"name": "long.mp4", "mimeType": "video/mp4", "buffer": b"film"}
    page.get_by_label("Choose the video").set_input_files(film)  # type: ignore[arg-type]
    expect(page.get_by_text("This file is larger than 1 GB")).to_be_visible()
    expect(page.get_by_label("Name of its file")).to_have_value("long.mp4")
    expect(page.get_by_label("SHA-256 of the file")).to_have_value("")
    expect(page.get_by_text("shasum -a 256")).to_be_visible()
