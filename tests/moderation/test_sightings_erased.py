"""What reports say of an item is emptied with its words."""

from moderation.evidence.actions import agree_to_destruction, ask_destruction
from moderation.sightings.actions import add_to_sighting, put_in_log, take_sighting
from tests.cast import Cast
from tests.moderation.capturing import captured
from tests.moderation.reporting import a_report

SECRET = "Zebrafish"


def test_words_of_a_report_go_with_those_of_its_item(cast: Cast) -> None:
    sighting = take_sighting(sighting=a_report(cast, words=f"She wrote {SECRET}"), actor=cast.cora)
    add_to_sighting(sighting=sighting, words=f"{SECRET} again", captures=(), actor=cast.ana)
    item = put_in_log(
        sighting=sighting,
        platform="facebook",
        account=cast.page,
        elsewhere="",
        kind="post",
        handle="jo",
        words=SECRET,
        actor=cast.cora,
    )
    asked = ask_destruction(
        evidence=captured(cast, item),
        reason="erasure",
        why="SAR 5",
        words_too=True,
        actor=cast.priya,
    )
    agree_to_destruction(destruction=asked, actor=cast.cora)
    sighting.refresh_from_db()
    assert (sighting.words, sighting.additions.get().words) == ("", "")
    assert sighting.url
