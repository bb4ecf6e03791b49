"""Every verb that the trail knows: a noun and what was done to it."""

from django.db import models


class Verb(models.TextChoices):
    COUNCIL_CREATED = "council.created", "Council set up"
    COUNCIL_CHANGED = "council.changed", "Council's particulars changed"
    RULES_CHANGED = "rules.changed", "Rules changed"
    SETUP_ANSWERED = "setup.answered", "Setup question answered"
    SETUP_FINISHED = "setup.finished", "Setup finished"

    PERSON_CREATED = "person.created", "Person added"
    PERSON_JOINED = "person.joined", "Invitation accepted"
    MEMBERSHIP_STARTED = "membership.started", "Joined the council"
    MEMBERSHIP_ENDED = "membership.ended", "Left the council"
    OFFICE_CREATED = "office.created", "Office added"
    APPOINTMENT_MADE = "appointment.made", "Appointed to an office"
    APPOINTMENT_ENDED = "appointment.ended", "Appointment ended"
    TEAM_MEMBER_APPOINTED = "team_member.appointed", "Appointed to the admin team"
    TEAM_MEMBER_ENDED = "team_member.ended", "Left the admin team"
    INVITATION_SENT = "invitation.sent", "Invitation sent"
    INVITATION_RESENT = "invitation.resent", "Invitation sent again"
    INVITATION_WITHDRAWN = "invitation.withdrawn", "Invitation withdrawn"

    SIGNED_IN = "sign_in.done", "Signed in"
    SIGN_IN_FAILED = "sign_in.failed", "Sign-in failed"
    PASSWORD_CHANGED = "password.changed", "Password changed"
    SESSIONS_ENDED = "sessions.ended", "All sessions ended"

    ACCOUNT_ADDED = "account.added", "Official account added"
    ACCOUNT_CHANGED = "account.changed", "Official account changed"

    DRAFT_CREATED = "draft.created", "Draft started"
    DRAFT_COPIED = "draft.copied", "Copied as a new draft"
    DRAFT_SUBMITTED = "draft.submitted", "Submitted for approval"
    DRAFT_TAKEN_BACK = "draft.taken_back", "Taken back by the author"
    DRAFT_WITHDRAWN = "draft.withdrawn", "Draft withdrawn"
    DRAFT_CLOSED = "draft.closed", "Closed: it is out, although its approval was void"
    DRAFT_MISSED = "draft.missed", "Missed its time"
    DRAFT_APPROVED = "draft.approved", "Approved"
    DRAFT_CHANGES_REQUESTED = "draft.changes_requested", "Changes requested"
    DRAFT_REJECTED = "draft.rejected", "Rejected"
    APPROVAL_WITHDRAWN = "approval.withdrawn", "Approval withdrawn"
    SECOND_CHECK_DONE = "second_check.done", "Looked at by a second person"
    REVIEW_ASKED = "review.asked", "Review of the rejection asked for"
    REVIEW_ANSWERED = "review.answered", "Review of the rejection answered"
    MONTH_NOTED = "month.noted", "Month of posts noted by the council"
    ADVICE_ASKED = "advice.asked", "Asked: I’m not sure"
    ADVICE_ANSWERED = "advice.answered", "Question answered"
    STANDING_PROPOSED = "standing.proposed", "Standing approval asked for"
    STANDING_APPROVED = "standing.approved", "Standing approval given"
    STANDING_RENEWED = "standing.renewed", "Standing approval given again"
    STANDING_REFUSED = "standing.refused", "Standing approval refused"
    STANDING_ENDED = "standing.ended", "Standing approval ended"
    STANDING_USED = "standing.used", "Standing approval used"
    SERIES_MADE = "series.made", "Series made"

    PERMISSION_RECORDED = "permission.recorded", "Permission to show people recorded"
    PERMISSION_WITHDRAWN = "permission.withdrawn", "Permission to show a person withdrawn"

    IDEA_SENT = "idea.sent", "Idea sent"
    IDEA_DRAFTED = "idea.drafted", "Draft made of an idea"
    IDEA_DECLINED = "idea.declined", "Idea declined"
    IDEA_POSTED_TOLD = "idea.posted_told", "Sender told that it is posted"

    POST_RECORDED = "post.recorded", "Recorded as posted"
    POST_SCHEDULED = "post.scheduled", "Scheduled on the platform"
    POST_NOT_MADE = "post.not_made", "Recorded as not posted"
    OUTSIDE_POST_RECORDED = "post.recorded_outside", "Post made outside councilsm recorded"
    OUTSIDE_POST_REVIEWED = "post.reviewed", "Post made outside councilsm looked at"
    CORRECTION_STARTED = "correction.started", "Correction started"
    POST_CHANGE_DECIDED = "post_change.decided", "Change to a post decided"
    POST_CHANGE_CONFIRMED = "post_change.confirmed", "Change confirmed on the platform"
    MISTAKE_TOLD = "mistake.told", "Mistake told"
    MISTAKE_PUT_RIGHT = "mistake.put_right", "Mistake put right"


#: Each verb in words.
VERBS: dict[str, str] = dict(Verb.choices)


def every_verb() -> list[tuple[str, str]]:
    """The verbs as a field's choices. A function, so that a new verb needs no migration."""
    return list(VERBS.items())
