"""The question of “I’m not sure”, and its answer."""

from councilsm.tenancy import CouncilForm
from moderation.drafts.words import words_field


class AskForm(CouncilForm):
    question = words_field(
        "What are you not sure about?",
        "Say what you are not sure about",
        "Say it in a few words. It stays on the record, so leave out personal details",
    )


class AnswerForm(CouncilForm):
    answer = words_field(
        "Your answer",
        "Enter an answer",
        "Whoever asked, and whoever approves the draft, will read it. It stays on the record",
    )
