"""Posts that are changed once they are out: what the tests type, and where."""

from collections.abc import Callable

from django.test import Client

from accounts.people.models import Person
from moderation.posts.models import PostChange
from tests.cast import Cast

As = Callable[[Person], Client]
#: The post that is changed, and what one does to it.
POST = "/c/ashford/posts/P-0001/"
EDIT, DOWN, CORRECT = f"{POST}edit/", f"{POST}take-down/", f"{POST}correct/"
OLD = "High Street is closed on Friday."
NEW = "High Street is closed on Saturday."
WHY = "The day was wrong."


def taken_down(cast: Cast, as_: As) -> PostChange:
    """Priya has decided that P-0001 comes down."""
    sent = {"reason": "It names a child.", "record_copy": "paper file 12"}
    assert as_(cast.priya).post(DOWN, sent).status_code == 302
    return PostChange.objects.get(kind="taken_down")


def confirmation(change: PostChange) -> str:
    """The address at which somebody says that it is done on the platform."""
    return f"/c/ashford/posts/changes/{change.pk}/"
