"""The closed list of duties. A council's rulebook gives each to offices and, maybe, to its team."""

from django.db import models


class Duty(models.TextChoices):
    """What a person may be asked to do. Held through an office or the team, never personally."""

    SUBMIT_DRAFTS = "submit_drafts", "Write and submit drafts"
    AUTHORISE_POSTS = "authorise_posts", "Authorise posts"
    RECORD_POSTS = "record_posts", "Record what was posted"
    KEEP_REGISTER = "keep_register", "Keep the register of official accounts"
    APPROVE_ACCOUNTS = "approve_accounts", "Approve new official accounts"
    GRANT_ACCESS = "grant_access", "Grant access to official accounts"
    WITHDRAW_ACCESS = "withdraw_access", "Withdraw access for misuse"
    PERMIT_DEVICES = "permit_devices", "Permit personal devices"
    APPOINT_TEAM = "appoint_team", "Appoint the admin team"
    URGENT_TEAM_CHANGES = "urgent_team_changes", "Make urgent changes to the admin team"
    REVIEW_TEAM_CHANGES = "review_team_changes", "Review changes to the admin team"
    LOG_MODERATION = "log_moderation", "Log moderation actions"
    DESTROY_EVIDENCE = "destroy_evidence", "Destroy evidence"
    DECIDE_BLOCKS = "decide_blocks", "Decide blocks"
    DECIDE_UNBLOCKS = "decide_unblocks", "Decide requests to be unblocked"
    MANAGE_PEOPLE = "manage_people", "Invite people and record who holds each office"
    MANAGE_RULES = "manage_rules", "Keep the council's policies and rules"
    READ_TRAIL = "read_trail", "Read the audit trail"
    CARETAKE = "caretake", "Let somebody in if the clerk is gone"


#: Whoever holds one of these can let a post out, let a person in or destroy evidence: a second
#: factor is required.
GUARDED = frozenset(
    {
        Duty.AUTHORISE_POSTS,
        Duty.APPROVE_ACCOUNTS,
        Duty.GRANT_ACCESS,
        Duty.WITHDRAW_ACCESS,
        Duty.PERMIT_DEVICES,
        Duty.APPOINT_TEAM,
        Duty.URGENT_TEAM_CHANGES,
        Duty.REVIEW_TEAM_CHANGES,
        Duty.DESTROY_EVIDENCE,
        Duty.DECIDE_BLOCKS,
        Duty.DECIDE_UNBLOCKS,
        Duty.MANAGE_PEOPLE,
        Duty.MANAGE_RULES,
        Duty.KEEP_REGISTER,
        Duty.CARETAKE,
    }
)
