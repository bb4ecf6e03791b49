"""Facts about the accounts: what a platform would refuse, or where nothing can go out."""

from collections.abc import Iterator

from accounts.councils.models import Council
from accounts.register.models import OfficialAccount
from moderation.checks.content import Content
from moderation.checks.counting import advice, media_problem, problems, title_problem
from moderation.checks.findings import Finding, Result, policy_check
from moderation.checks.sources import source


@policy_check("Official accounts")
def live_accounts(content: Content, council: Council) -> Iterator[Finding]:
    """A post goes out on at least one account, and each is live on the register."""
    if not content.texts:
        yield Finding(
            Result.MUST_FIX, "Choose at least one official account to post on.", field="accounts"
        )
    for account in content.texts:
        if account.status != OfficialAccount.Status.LIVE:
            yield Finding(
                Result.MUST_FIX,
                f"{account} is closed on the register, so nothing can go out on it. "
                "Choose another account.",
                source=source(council, "LTC-2-b", "DTC-5.3-b", "FTC-4-b"),
                field="accounts",
            )


@policy_check("Length")
def length(content: Content, council: Council) -> Iterator[Finding]:
    """The words fit, counted by each platform's own rule; so does the title of a video."""
    video = content.particulars.video
    for account, text in content.texts.items():
        for sentence in problems(text, account):
            yield Finding(Result.MUST_FIX, sentence)
        if video and (sentence := title_problem(video.title, account)):
            yield Finding(Result.MUST_FIX, sentence, field="video_title")


@policy_check("What each platform shows")
def platform_advice(content: Content, council: Council) -> Iterator[Finding]:
    """What goes out but does not do what its author wants, such as a link in a caption."""
    for account, text in content.texts.items():
        for sentence in advice(text, account):
            yield Finding(Result.CHECK_THIS, sentence)


@policy_check("Picture or video where one is needed")
def needed_media(content: Content, council: Council) -> Iterator[Finding]:
    """Instagram and TikTok take no post without a picture or a video."""
    pictures, video = len(content.pictures), content.particulars.video is not None
    for account in content.texts:
        if sentence := media_problem(account, pictures=pictures, video=video):
            yield Finding(Result.MUST_FIX, sentence, field="add_pictures")
