"""Something of everything in the demonstration, so that nobody opens an empty page."""

from datetime import timedelta

from django.utils import timezone

from accounts.councils.models import Council
from accounts.councils.rulebook import Kind
from accounts.dates import today
from accounts.lookalikes.demo import accounts_and_a_lookalike
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.files.intake import take_in
from moderation.checks.content import PictureContent
from moderation.demo.access import access_at, carnival
from moderation.demo.blocks import block_after_a_slur, blocks_at
from moderation.demo.devices import device_at, personal_device
from moderation.demo.drafts import posted, submitted
from moderation.demo.drawing import choir, market, woodland
from moderation.demo.elections import elections_at
from moderation.demo.enquiries import notice_served
from moderation.demo.hours import hours_at
from moderation.demo.leavers import leavers_at
from moderation.demo.locum import COUNCILS as LOCUM_AT
from moderation.demo.locum import locum_at
from moderation.demo.log import log_at, platform_told_at
from moderation.demo.policies import policy_of_a_small_council, version_in_consultation
from moderation.demo.reading import read_by_some
from moderation.demo.reviews import reviews_at
from moderation.demo.team import team_at, urgent_change
from moderation.demo.unblocks import requests_at
from moderation.drafts.actions.advice import ask_advice
from moderation.drafts.actions.standing import propose_standing
from moderation.drafts.actions.standing_deciding import approve_standing
from moderation.ideas.actions import send_idea
from moderation.ideas.letter import Letter, SentPicture
from moderation.permissions.actions import Agreed, record_permission
from moderation.pictures.models import Permission
from moderation.posts.actions import record_outside_post, take_down_post
from moderation.posts.models import Post


def examples_at(council: Council) -> None:
    """What one council shows beside its first drafts. Most of it is at Flitwick."""
    page = council.official_accounts.get()
    if council.slug == "flitwick":
        permission = permission_for_the_choir(council)
        draft_with_pictures(page, permission)
        standing_approval(page)
        idea_of_a_resident(council)
        post_made_outside(page)
        post_to_take_down(page)
        accounts_and_a_lookalike(council, person(council, "clerk"))
        hours_at(council, person(council, "clerk"), part_time=person(council, "events"))
        log_at(page, {name: person(council, name) for name in ("comms", "cllr.shah")})
        notice_served(page, person(council, "comms"), person(council, "clerk"))
        blocks_at(page, person(council, "comms"), person(council, "clerk"))
    if council.slug == "dunstable":
        open_question(page)
        platform_told_at(page, person(council, "marketing"))
        block_after_a_slur(page, person(council, "marketing"), person(council, "clerk"))
        requests_at(page, person(council, "marketing"))
    if council.slug == "ludlow":
        version_in_consultation(council, person(council, "clerk"))
    if council.slug == "little-wickham":
        clerk = person(council, "clerk")
        version = policy_of_a_small_council(council, clerk)
        read_by_some(version, clerk, person(council, "cllr.nair"))
        reviews_at(version.policy, clerk)
        elections_at(page, clerk)
    if council.slug == "heanor-loscoe":
        draft_nobody_may_decide(page)
    registers_at(page)


def registers_at(page: OfficialAccount) -> None:
    """The standing registers, where every council has something of everything."""
    council = page.council
    clerk, writer = council.memberships.select_related("person").order_by("pk")[:2]
    access_at(page, clerk, writer)
    team_at(council, clerk, writer)
    device_at(council, clerk)
    if council.slug == "flitwick":
        events = council.memberships.get(person=person(council, "events"))
        urgent_change(writer, events)
        personal_device(events)
        leavers_at(council, clerk.person)
    if council.slug == "leighton-linslade":
        carnival(page, clerk, writer)
    if council.slug in LOCUM_AT:
        locum_at(council)


def person(council: Council, mailbox: str) -> Person:
    return Person.objects.get(email=f"{mailbox}@{council.slug}.example")


def permission_for_the_choir(council: Council) -> Permission:
    """Two people may be shown: a child, by her mother, and the man who leads the choir."""
    return record_permission(
        council=council,
        scope="Summer fair 2026: photographs for the council’s own accounts",
        given_on=today() - timedelta(days=20),
        expires_on=None,
        people=[
            Agreed("Ella Martin", under_18=True, given_by="Kate Martin", relationship="parent"),
            Agreed("Sam Okafor", under_18=False, given_by="Sam Okafor", relationship="self"),
        ],
        evidence=None,
        paper_reference="Office, consent folder 2026, sheet 14",
        actor=person(council, "events"),
    )


def draft_with_pictures(page: OfficialAccount, permission: Permission) -> None:
    """Two pictures, one of people with permission, and a number that the checks ask about."""
    council = page.council
    author = person(council, "events")
    stalls, singers = (
        take_in(drawn, council=council, actor=author) for drawn in (market(), choir())
    )
    shown = permission.subjects.select_related("permission")
    submitted(
        page,
        "Summer fair on the green",
        "The summer fair is on Saturday from 11am to 4pm on the green.\n\n"
        "Forty stalls, and the children’s choir sings at noon. To book a stall, ring "
        "07700 900142.",
        5,
        author=author,
        notes={"Telephone numbers": "It is the events telephone. We print it on the posters."},
        typed={
            "pictures": [str(stalls.pk), str(singers.pk)],
            f"picture_{stalls.pk}_alt": [STALLS],
            f"picture_{stalls.pk}_rights": ["council"],
            f"picture_{stalls.pk}_people": ["nobody"],
            f"picture_{singers.pk}_alt": [SINGERS],
            f"picture_{singers.pk}_rights": ["permission"],
            f"picture_{singers.pk}_rights_detail": [TAKEN_BY],
            f"picture_{singers.pk}_people": ["under_18"],
            f"picture_{singers.pk}_child_permissions": [permission.reference],
        },
        pictures=(
            PictureContent(stalls, alt=STALLS, rights="council", people="nobody"),
            PictureContent(
                singers,
                alt=SINGERS,
                rights="permission",
                rights_detail=TAKEN_BY,
                people="under_18",
                consents=tuple(subject.as_consent() for subject in shown),
            ),
        ),
    )


STALLS = "Four market stalls with striped awnings stand on a green under a line of bunting."
SINGERS = "A choir leader in green stands beside a girl in a red dress, who sings."
TAKEN_BY = "Kate Martin took it and lets the council use it, by e-mail"


def standing_approval(page: OfficialAccount) -> None:
    """Words for road closures, asked for by the deputy and approved by the clerk."""
    standing = propose_standing(
        council=page.council,
        title="Road closures",
        kind=Kind.NEW_POST,
        words="{place} is closed to traffic on {date}, {time}.\n\n"
        "Follow the signs to go another way. What is open: {link}",
        places="High Street\nDunstable Road\nStation Road\nKings Road",
        sites="www.centralbedfordshire.gov.uk",
        accounts=[page],
        starts_on=today(),
        ends_on=today() + timedelta(days=180),
        actor=person(page.council, "deputy"),
    )
    clerk = person(page.council, "clerk")
    approve_standing(standing=standing, digest=standing.digest, actor=clerk)


def idea_of_a_resident(council: Council) -> None:
    """An idea with a picture, sent by somebody without a sign-in; nobody has read it yet."""
    drawn = take_in(woodland(), council=council, actor=None)
    send_idea(
        council=council,
        letter=Letter(
            idea="Litter pick at Flitwick Wood",
            text="Twelve of us filled thirty bags on Sunday. Could you thank everybody, and say "
            "that we meet again on the first Sunday of the month at 10am?",
            name="Rosa Bell",
            email="rosa.bell@example.org",
            wants_credit=True,
            pictures=(SentPicture(drawn, taken_by="Rosa Bell", shows="nobody"),),
        ),
        by_mail=False,
        actor=None,
    )


def post_made_outside(page: OfficialAccount) -> None:
    """What the deputy posted from home at night; somebody else has still to accept it."""
    deputy = person(page.council, "deputy")
    record_outside_post(
        account=page,
        url=f"{page.url}/posts/1003",
        words="A water main has burst in Station Road. The road is closed at the bridge. "
        "Anglian Water is on its way.",
        posted_at=timezone.now() - timedelta(hours=9),
        authority="Anglian Water rang at night and the clerk could not be reached.",
        actor=deputy,
        poster=deputy,
        device=Post.Device.COUNCIL,
    )


def post_to_take_down(page: OfficialAccount) -> None:
    """A post with the wrong day, ordered down and not yet confirmed on the platform."""
    clerk = person(page.council, "clerk")
    draft = submitted(
        page,
        "Coffee morning",
        "Coffee and cake at The Rufus Centre on Thursday from 10am. Everybody is welcome.",
        3,
        author=person(page.council, "comms"),
    )
    take_down_post(
        post=posted(draft, 1002, clerk=clerk),
        reason="It is on Wednesday. A new post says so.",
        actor=clerk,
        record_copy="Office, printed copies 2026, sheet 31",
    )


def open_question(page: OfficialAccount) -> None:
    """Dunstable: its author is not sure, so nothing is approved until somebody has answered."""
    author = person(page.council, "marketing")
    draft = submitted(
        page,
        "Complaints about the car park",
        "We know that many of you are cross about the new machines in the car park. "
        "We are talking to the company that runs it.",
        4,
        author=author,
    )
    ask_advice(
        draft=draft,
        question="May we name the company? The contract is not public.",
        actor=author,
    )


def draft_nobody_may_decide(page: OfficialAccount) -> None:
    """Heanor & Loscoe: a councillor's draft waits, as nobody is named who may authorise it."""
    submitted(
        page,
        "Community garden",
        "The community garden in Red Lion Square opens on Saturday at 10am. Come and plant a bulb.",
        6,
        author=person(page.council, "cllr.webb"),
    )
