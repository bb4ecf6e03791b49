from moderation.cases.forms.opening import AddPostedForm, OpenForm
from moderation.cases.forms.steps import (
    CloseForm,
    ConcernsForm,
    ConfirmForm,
    NoteForm,
    ReaderForm,
    ReferForm,
    ReverseForm,
    WordsForm,
)

__all__ = [
    "AddPostedForm",
    "CloseForm",
    "ConcernsForm",
    "ConfirmForm",
    "NoteForm",
    "OpenForm",
    "ReaderForm",
    "ReferForm",
    "ReverseForm",
    "WordsForm",
]
