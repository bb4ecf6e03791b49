"""The questions of setup, in order. Each sets one or more rules."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """One page of setup.

    Args:
        key: its part of the address.
        title: what is asked.
        hint: what the answer decides.
        rules: the rules that the answer sets; all take the same value shape.
    """

    key: str
    title: str
    hint: str
    rules: tuple[str, ...]


QUESTIONS = (
    Question(
        "who-authorises",
        "Who authorises what the council posts?",
        "Nothing goes out until this is set. The answer covers new posts, replies, shares and "
        "corrections; each can be changed on its own later.",
        (
            "authorise_new_post",
            "authorise_reply",
            "authorise_share",
            "authorise_correction",
        ),
    ),
    Question(
        "second-person",
        "What needs a second person?",
        "For these, whoever wrote a draft cannot approve it. A council with one officer may "
        "choose none: the clerk then posts on the clerk’s own authority.",
        ("second_person",),
    ),
    Question(
        "team-name",
        "What is your admin team called?",
        "The people who post and moderate for the council.",
        ("team_name",),
    ),
    Question(
        "team-appointed-by",
        "Who appoints the admin team?",
        "They alone decide who joins it and who leaves it.",
        ("appoint_team",),
    ),
    Question(
        "new-accounts",
        "Whose approval does a new official account need?",
        "Each office you choose must approve it, and a different person for each.",
        ("new_account",),
    ),
    Question(
        "removal-reasons",
        "For which reasons may a resident’s comment be removed?",
        "An opinion, or criticism of the council, is never a reason.",
        ("removal_reasons",),
    ),
    Question(
        "blocks",
        "Who decides to block someone?",
        "Blocking interferes with free expression, so the decision is recorded with reasons.",
        ("decide_blocks",),
    ),
    Question(
        "unblocks",
        "Who hears requests to be unblocked?",
        "Each request is decided on its own.",
        ("decide_unblocks",),
    ),
    Question(
        "review",
        "How often is the policy reviewed?",
        "Reminders go out before the review is due.",
        ("review",),
    ),
    Question(
        "caretaker",
        "Who can let somebody in if the clerk is gone?",
        "They see no drafts or cases through it: they may only bring in an acting clerk, and end "
        "or reset the clerk’s own sign-in. It is often the chair.",
        ("caretaker",),
    ),
    Question(
        "working-days",
        "On which days does the office work?",
        "Deadlines in working days count these, less bank holidays.",
        ("working_days",),
    ),
    Question(
        "devices",
        "May people post from their own phone or computer?",
        "A device that the council does not own.",
        ("devices",),
    ),
)

BY_KEY = {question.key: question for question in QUESTIONS}
