from moderation.cases.forms.opening import AddPostedForm, OpenForm
from moderation.cases.forms.steps import (
    CloseForm,
    ConcernsForm,
    NoteForm,
    ReaderForm,
    ReferForm,
    WordsForm,
)

__all__ = [
    "AddPostedForm",
    "CloseForm",
    "ConcernsForm",
    "NoteForm",
    "OpenForm",
    "ReaderForm",
    "ReferForm",
    "WordsForm",
]
