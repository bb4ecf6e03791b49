"""Copy as new draft, from the archive."""

from uuid import UUID

from accounts.councils.rulebook import Kind
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.audit.actions import action
from moderation.drafts.actions.copying import WorkingCopy, as_working_copy, start_copy
from moderation.drafts.models import Draft
from moderation.posts.models import Post


@action
def copy_post(*, post: Post, actor: Person, form_key: UUID | None = None) -> Draft:
    """Starts a new draft of the actor's with the words of a post, on the same account if live.

    Args:
        form_key: of the page that it comes from, which makes one copy however often it is sent.

    Raises:
        AlreadyDone: the actor has sent this page before; with the copy that it made.
    """
    typed: WorkingCopy = {"kind": [Kind.NEW_POST.value]}
    title = f"As {post.reference}"
    if post.target is not None:
        typed = as_working_copy(post.target.revision)
        title = post.target.revision.title
    typed = {name: values for name, values in typed.items() if not name.startswith("text_")}
    live = post.account.status == OfficialAccount.Status.LIVE
    typed |= {
        "title": [title],
        "accounts": [str(post.account_id)] if live else [],
        "text": [post.words],
    }
    return start_copy(post.council, title, typed, f"From {post.reference}", actor, form_key)
