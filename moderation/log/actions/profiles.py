"""Looking at a resident's own profile, which is not the council's to watch."""

from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import required_words
from moderation.items.actions import digest_of
from moderation.items.models import Author
from moderation.log.actions.common import shortened
from moderation.log.models import ProfileLook


@action
def open_profile(*, author: Author, ground: str, actor: Person) -> Author:
    """Puts on the trail that somebody opened a profile, and on which ground.

    Looking at one person's profile again and again may be directed surveillance (Regulation of
    Investigatory Powers Act 2000, section 26), so each time is told.

    Args:
        ground: why it is needed, in words, at most 300 characters.

    Raises:
        RuleBroken: the actor does not log moderation, or no ground is given.
    """
    actor.require_duty_at(author.council, Duty.LOG_MODERATION)
    words = shortened(required_words(ground, "Say why you need to look at it."), 300, "ground")
    look = ProfileLook.objects.create(
        council=author.council,
        author=author,
        ground=words,
        looked_by=actor,
        office_id=actor.office_for(author.council, Duty.LOG_MODERATION),
    )
    record(
        Verb.PROFILE_OPENED,
        author,
        actor=actor,
        office_id=look.office_id,
        label=f"Profile {author.pk}",
        new={"ground_digest": digest_of(words)},
    )
    return author
