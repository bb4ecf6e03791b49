"""An archive of posts for tests, and where it is read."""

from datetime import timedelta

from django.utils import timezone

from tests.cast import AccountFactory, Cast
from tests.moderation.drafting import posted
from tests.moderation.posting import made_outside

LIST, EXPORT, PERIOD = (
    "/c/ashford/posts/",
    "/c/ashford/posts/archive.csv",
    "/c/ashford/posts/period/",
)


def an_archive(cast: Cast) -> None:
    """P-0001 approved today on the page; P-0002 on X last year, by telephone."""
    posted(cast, title="Road closure")
    x = AccountFactory(
        council=cast.ashford, platform="x", handle="ashford", url="https://x.com/ashford"
    )
    made_outside(
        cast,
        account=x,
        url="https://x.com/ashford/status/2",
        posted_at=timezone.now() - timedelta(days=365),
        authority="The clerk, by telephone",
    )
