"""Who gets what on every address: the whole of the access rules on one page.

A URL name that is not in the table fails the suite, so a new page cannot arrive without its row.
The admin site and the sign-in pages have generated tables of their own.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.people.actions import add_member
from accounts.people.actions.invitations import invite
from accounts.people.models import Membership, Person
from tests.accounts.absenting import ADDRESSES as ABSENCES
from tests.accounts.caretaking import ADDRESSES as CARETAKING
from tests.accounts.covering import ADDRESSES as HOURS
from tests.accounts.departing import ADDRESSES as LEAVERS
from tests.accounts.granting import ADDRESSES as GRANTS
from tests.accounts.importing import ADDRESSES as IMPORTS
from tests.accounts.lookalikes import ADDRESSES as LOOKALIKES
from tests.accounts.registering import ADDRESSES as REGISTER
from tests.accounts.teaming import ADDRESSES as TEAM
from tests.accounts.watching import ADDRESSES as PLACES
from tests.cast import Cast
from tests.councilsm.files.samples import a_file
from tests.councilsm.posting import not_sent
from tests.moderation.addresses import MODERATION
from tests.policies.electing import ADDRESSES as ELECTIONS
from tests.policies.reading import ADDRESSES as READING
from tests.policies.reviewing import ADDRESSES as REVIEWS
from tests.policies.writing import ADDRESSES as DOCUMENTS

#: The columns. Leo left yesterday; Oscar is another council's.
PEOPLE = ("nobody", "ana", "priya", "cora", "adam", "rita", "dev", "leo", "oscar")

#           nobody ana  priya cora adam rita dev  leo  oscar
PUBLIC = (200, 200, 200, 200, 200, 200, 200, 200, 200)
MEMBERS = (302, 200, 200, 200, 200, 200, 200, 404, 404)
APPROVERS = (302, 403, 200, 403, 403, 403, 403, 404, 404)
RECORDERS = (302, 403, 403, 200, 403, 403, 403, 404, 404)
ADAM = (302, 403, 403, 403, 200, 403, 403, 404, 404)
#: Access is granted by Priya; Adam, who keeps the register, may record what the platforms show.
KEEPERS = (302, 403, 200, 403, 200, 403, 403, 404, 404)
#: Those who keep the register, and the auditor.
REGISTER_READERS = (302, 403, 403, 403, 200, 200, 403, 404, 404)
#: A record of conduct goes to the clerk: to everybody else it is not there.
TO_THE_CLERK = (302, 404, 200, 404, 404, 404, 404, 404, 404)
#: Those who log what the public posts, and the auditor.
LOG_READERS = (302, 403, 403, 200, 403, 200, 403, 404, 404)
#: Cora, who logs, and Priya, who may destroy evidence; the auditor reads what is known of it.
EVIDENCE_OPENERS = (302, 403, 200, 200, 403, 403, 403, 404, 404)
EVIDENCE_READERS = (302, 403, 200, 200, 403, 200, 403, 404, 404)
#: Ana reported something; it went to Priya, and Cora sends reports on.
ANAS_REPORT = (302, 200, 200, 200, 404, 404, 404, 404, 404)
LEAVER_READERS = (302, 403, 200, 403, 200, 200, 403, 404, 404)
ANA_LEAVES = (302, 200, 200, 403, 200, 200, 403, 404, 404)
#: Ana opened a restricted case, which Priya may read: for all others it does not exist.
CASE_READERS = (302, 404, 200, 404, 404, 404, 404, 404, 404)
CASE_OPENER = (302, 200, 404, 404, 404, 404, 404, 404, 404)
RITA = (302, 403, 403, 403, 403, 200, 403, 404, 404)
#: Ana's draft: she, and those who decide or record. The others may write, but not see hers.
ANAS_DRAFT = (302, 200, 200, 200, 404, 404, 404, 404, 404)
#: Ana's own device: she, Priya who permits it, Adam who keeps the register, Rita who reads.
ANAS_DEVICE = (302, 200, 200, 404, 200, 200, 404, 404, 404)
ANAS_TO_CHANGE = (302, 200, 200, 404, 200, 403, 404, 404, 404)
#: What only the author can do; the action refuses those who may see the draft.
AUTHOR_ONLY = (302, 200, 409, 409, 404, 404, 404, 404, 404)


def going_on(row: tuple[int, ...]) -> tuple[int, ...]:
    """The same people, where the page answers by sending them on."""
    return tuple(302 if status == 200 else status for status in row)


def asked_again(row: tuple[int, ...]) -> tuple[int, ...]:
    """The same people, where the form was sent empty."""
    return tuple(422 if status == 200 else status for status in row)


#: URL name: method, row. Rows are checked with a council that has what the address names.
TABLE: dict[str, tuple[str, tuple[int, ...]]] = {
    "front": ("get", (302,) * 9),
    "healthz": ("get", PUBLIC),
    "readyz": ("get", PUBLIC),
    # Nobody here runs the installation: tests/councilsm/test_operator.py.
    "operator:page": ("get", (302, *(404,) * 8)),
    "operator:send_again": ("post", (302, *(404,) * 8)),
    "undelivered:list": ("get", ADAM),
    "undelivered:again": ("post", going_on(ADAM)),
    "undelivered:leave": ("post", going_on(ADAM)),
    "councils:choose": ("get", (302, 302, 302, 302, 302, 302, 302, 200, 302)),
    # The council's own people are sent on to their home.
    "councils:front": ("get", (200, 302, 302, 302, 302, 302, 302, 200, 200)),
    "councils:home": ("get", MEMBERS),
    "councils:theme": ("get", PUBLIC),
    "councils:help": ("get", PUBLIC),
    "councils:any_help": ("get", PUBLIC),
    "councils:rules": ("get", MEMBERS),
    "councils:rules_history": ("get", MEMBERS),
    "councils:rule": ("get", ADAM),
    "councils:setup": ("get", ADAM),
    "councils:setup_question": ("get", ADAM),
    "councils:particulars": ("get", ADAM),
    "councils:trail": ("get", RITA),
    "councils:verify": ("post", going_on(RITA)),
    "files:download": ("get", MEMBERS),
    "files:thumbnail": ("get", MEMBERS),
    "permissions:list": ("get", MEMBERS),
    "permissions:new": ("get", MEMBERS),
    "permissions:detail": ("get", MEMBERS),
    "permissions:withdraw": ("get", MEMBERS),
    "ideas:inbox": ("get", RECORDERS),
    "ideas:detail": ("get", RECORDERS),
    "ideas:make_draft": ("post", going_on(RECORDERS)),
    "ideas:decline": ("get", RECORDERS),
    "ideas:new": ("get", PUBLIC),
    # Nothing is answered yet: everybody is sent to the first question.
    "ideas:pictures": ("get", going_on(PUBLIC)),
    "ideas:about": ("get", going_on(PUBLIC)),
    "ideas:sender": ("get", going_on(PUBLIC)),
    "ideas:check": ("get", going_on(PUBLIC)),
    "ideas:sent": ("get", going_on(PUBLIC)),
    "ideas:status": ("get", PUBLIC),
    # No rule says who decides blocks, so Priya does; Cora proposes, and carries out.
    "blocks:list": ("get", EVIDENCE_READERS),
    "blocks:detail": ("get", EVIDENCE_READERS),
    # Without an entry or a profile there is nothing to propose.
    "blocks:propose": ("get", (302, 403, 403, 404, 403, 403, 403, 404, 404)),
    "blocks:withdraw": ("get", EVIDENCE_OPENERS),
    "blocks:notice": ("get", EVIDENCE_OPENERS),
    "blocks:response": ("get", EVIDENCE_OPENERS),
    "blocks:told": ("get", EVIDENCE_OPENERS),
    "blocks:confirm": ("get", EVIDENCE_OPENERS),
    "blocks:decide": ("get", APPROVERS),
    "blocks:second": ("get", APPROVERS),
    "blocks:renew": ("get", APPROVERS),
    "blocks:lift": ("get", APPROVERS),
    "pre_election:draft": ("get", APPROVERS),
    "pre_election:post": ("get", APPROVERS),
    "pre_election:accounts": ("get", MEMBERS),
    "pre_election:account": ("get", RECORDERS),
    "unblocks:new": ("get", PUBLIC),
    "unblocks:where": ("get", PUBLIC),
    # Without an answer to the page before, each goes back to it.
    "unblocks:what": ("get", going_on(PUBLIC)),
    "unblocks:more": ("get", going_on(PUBLIC)),
    "unblocks:who": ("get", going_on(PUBLIC)),
    "unblocks:answer": ("get", going_on(PUBLIC)),
    "unblocks:check": ("get", going_on(PUBLIC)),
    "unblocks:sent": ("get", going_on(PUBLIC)),
    "unblocks:status": ("get", PUBLIC),
    "unblocks:add": ("get", PUBLIC),
    "unblocks:take_back": ("get", PUBLIC),
    # Cora logs, so she finds the block; no rule says who decides, so Priya does.
    "unblocks:list": ("get", EVIDENCE_READERS),
    "unblocks:detail": ("get", EVIDENCE_READERS),
    "unblocks:letter_pdf": ("get", EVIDENCE_OPENERS),
    "unblocks:match": ("get", EVIDENCE_OPENERS),
    "unblocks:fact": ("get", EVIDENCE_OPENERS),
    "unblocks:complaint": ("get", EVIDENCE_OPENERS),
    "unblocks:letter": ("get", EVIDENCE_OPENERS),
    "unblocks:answered": ("post", going_on(EVIDENCE_OPENERS)),
    "unblocks:decide": ("get", APPROVERS),
    "unblocks:erase": ("get", APPROVERS),
    "unblocks:set_aside": ("get", APPROVERS),
    "team:list": ("get", MEMBERS),
    "team:join": ("get", KEEPERS),
    "team:leave": ("get", KEEPERS),
    "team:changes": ("get", (302, 403, 200, 403, 200, 200, 403, 404, 404)),
    "team:review": ("get", APPROVERS),
    "team:undertaking": ("get", MEMBERS),
    "team:words": ("get", ADAM),
    "team:paper": ("get", ADAM),
    "training:list": ("get", MEMBERS),
    "training:add": ("get", ADAM),
    "training:record": ("get", ADAM),
    "training:course": ("get", ADAM),
    "training:end": ("post", going_on(ADAM)),
    "devices:list": ("get", MEMBERS),
    "devices:add": ("get", MEMBERS),
    "devices:detail": ("get", ANAS_DEVICE),
    "devices:change": ("get", ANAS_TO_CHANGE),
    "devices:end": ("get", ANAS_TO_CHANGE),
    "devices:lose": ("get", ANAS_TO_CHANGE),
    "devices:permit": ("get", APPROVERS),
    "devices:accept": ("get", (302, 200, 200, 404, 404, 404, 404, 404, 404)),
    "devices:withdraw": ("get", APPROVERS),
    "devices:lost": ("get", ANAS_DEVICE),
    "devices:changed": ("post", going_on(KEEPERS)),
    "devices:close": ("post", asked_again(KEEPERS)),
    "people:list": ("get", ADAM),
    "people:add": ("get", ADAM),
    "people:detail": ("get", ADAM),
    # Their own; and for those who manage people, grant access, keep the register or read the trail.
    "people:record": ("get", (302, 200, 200, 403, 200, 200, 403, 404, 404)),
    "people:appoint": ("post", asked_again(ADAM)),
    "people:end_appointment": ("post", asked_again(ADAM)),
    "people:contact": ("post", (302, 403, 403, 403, 409, 403, 403, 404, 404)),
    "people:invite": ("post", (302, 403, 403, 403, 409, 403, 403, 404, 404)),
    "people:withdraw": ("post", going_on(ADAM)),
    "people:end_sessions": ("post", going_on(ADAM)),
    # No rule of Ashford's names a caretaker: tests/accounts/test_caretaker.py.
    **{
        f"caretaker:{name}": ("get", (302, *(403,) * 6, 404, 404))
        for name in ("page", "appoint", "end", "absence", "clerks_factor", "attest")
    },
    "caretaker:factor": ("get", ADAM),
    # Adam asked for it himself, so that he may only cancel it.
    "caretaker:confirm": ("post", (302, 403, 403, 403, 409, 403, 403, 404, 404)),
    "caretaker:cancel": ("post", going_on(ADAM)),
    # For a councillor whose office authorises posts, and there is none.
    "drafts:alone": ("get", (302, 403, 403, 403, 403, 403, 403, 404, 404)),
    "people:absences": ("get", MEMBERS),
    "people:absence_new": ("get", MEMBERS),
    # Ana's own: she and Adam, who records who holds each office.
    "people:absence_change": ("get", (302, 200, 404, 404, 200, 404, 404, 404, 404)),
    "people:absence_end": ("post", (302, 302, 404, 404, 302, 404, 404, 404, 404)),
    "hours:cover": ("get", MEMBERS),
    "hours:pattern": ("get", MEMBERS),
    "hours:closures": ("get", MEMBERS),
    "hours:new_closure": ("get", ADAM),
    "hours:cancel_closure": ("post", going_on(ADAM)),
    "people:join": ("get", (404,) * 9),
    "register:list": ("get", MEMBERS),
    # Adam uploaded a file of accounts. Priya may import what the platforms show, and nothing else.
    "imports:choose": ("get", KEEPERS),
    "imports:upload": ("get", ADAM),
    "imports:template": ("get", ADAM),
    "imports:detail": ("get", ADAM),
    "imports:start": ("post", going_on(ADAM)),
    "imports:discard": ("post", going_on(ADAM)),
    "imports:left_out": ("get", ADAM),
    "paper:page": ("get", MEMBERS),
    "paper:pdf": ("get", MEMBERS),
    "paper:csv": ("get", MEMBERS),
    "register:none": ("get", ADAM),
    "register:propose": ("get", MEMBERS),
    "register:gaps": ("get", MEMBERS),
    "register:detail": ("get", MEMBERS),
    # Ana made the proposal, Adam keeps the register.
    "register:change": ("get", (302, 200, 403, 403, 200, 403, 403, 404, 404)),
    "register:withdraw": ("get", (302, 200, 403, 403, 200, 403, 403, 404, 404)),
    "register:decide": ("post", asked_again(APPROVERS)),
    "register:meeting": ("get", ADAM),
    "register:open": ("get", ADAM),
    "register:state": ("get", ADAM),
    "register:check": ("get", ADAM),
    "register:accept_gap": ("get", ADAM),
    "register:accept_gap_about": ("get", ADAM),
    "register:add_way_in": ("get", ADAM),
    "register:way_in": ("get", ADAM),
    "register:change_way_in": ("get", ADAM),
    "register:end_way_in": ("get", ADAM),
    "register:new_password": ("get", ADAM),
    # Those who end ways in, and who reads the trail; Ana reads what is planned for herself.
    "leavers:list": ("get", LEAVER_READERS),
    "leavers:tasks": ("get", LEAVER_READERS),
    "leavers:new": ("get", ADAM),
    "leavers:election": ("get", ADAM),
    "leavers:detail": ("get", ANA_LEAVES),
    "leavers:refresh": ("post", going_on(KEEPERS)),
    "leavers:move": ("get", ADAM),
    "leavers:cancel": ("get", ADAM),
    "leavers:back": ("get", ADAM),
    "leavers:mistake": ("get", ADAM),
    "leavers:attest": ("get", ADAM),
    "leavers:task": ("get", ANA_LEAVES),
    "leavers:set_aside": ("get", KEEPERS),
    "leavers:reopen": ("get", KEEPERS),
    "leavers:self_removal": ("get", (302, 200, 403, 403, 403, 403, 403, 404, 404)),
    "grants:list": ("get", MEMBERS),
    "grants:matrix": ("get", MEMBERS),
    "grants:ask": ("get", MEMBERS),
    "grants:ask_for": ("get", MEMBERS),
    "grants:detail": ("get", MEMBERS),
    "grants:decide": ("get", APPROVERS),
    "grants:stock": ("get", KEEPERS),
    "grants:found": ("get", KEEPERS),
    "grants:office_for": ("get", KEEPERS),
    "grants:match": ("get", KEEPERS),
    "grants:office": ("get", KEEPERS),
    "grants:keep": ("get", APPROVERS),
    "grants:go_live": ("get", ADAM),
    "grants:tell": ("get", KEEPERS),
    "grants:confirm": ("get", KEEPERS),
    "grants:removed": ("get", KEEPERS),
    "grants:extend": ("get", APPROVERS),
    "grants:suspend": ("get", APPROVERS),
    "grants:resume": ("get", APPROVERS),
    # Ana gives up her own.
    "grants:end": ("get", (302, 200, 200, 403, 403, 403, 403, 404, 404)),
    "grants:misuse": ("get", APPROVERS),
    "public:official_accounts": ("get", PUBLIC),
    "public:check": ("get", PUBLIC),
    "public:json": ("get", PUBLIC),
    "public:csv": ("get", PUBLIC),
    # Adam changes the rules, and so keeps the policies.
    "documents:list": ("get", MEMBERS),
    "documents:manage": ("get", MEMBERS),
    "documents:version": ("get", MEMBERS),
    "documents:compare": ("get", MEMBERS),
    "documents:clause": ("get", MEMBERS),
    **{
        f"documents:{name}": ("get", ADAM)
        for name in (
            *("new", "edit", "withdraw", "scope", "laws", "related", "parts", "new_version"),
            *("edit_version", "clauses", "consult", "answered", "adopt", "informed", "discard"),
            *("look_at_rules", "words"),
        )
    },
    **{
        f"documents:{name}": ("get", PUBLIC)
        for name in (
            *("public", "public_policy", "public_version", "public_file"),
            *("house_rules", "disclaimers"),
        )
    },
    "reviews:list": ("get", MEMBERS),
    "reviews:history": ("get", MEMBERS),
    "reviews:record": ("get", ADAM),
    "reviews:trigger": ("get", ADAM),
    "acknowledgements:mine": ("get", MEMBERS),
    "acknowledgements:read": ("get", MEMBERS),
    # Whoever keeps policies or people, or reads the trail.
    "acknowledgements:all": ("get", REGISTER_READERS),
    "acknowledgements:paper": ("get", ADAM),
    "elections:list": ("get", MEMBERS),
    "elections:new": ("get", ADAM),
    "elections:detail": ("get", MEMBERS),
    "elections:change": ("get", ADAM),
    "elections:call_off": ("get", ADAM),
    "elections:profiles": ("get", MEMBERS),
    "elections:new_profile": ("get", ADAM),
    "elections:unlist": ("post", going_on(ADAM)),
    "lookalikes:list": ("get", REGISTER_READERS),
    "lookalikes:detail": ("get", REGISTER_READERS),
    "lookalikes:new": ("get", ADAM),
    "lookalikes:effort": ("get", ADAM),
    "lookalikes:close": ("get", ADAM),
    "lookalikes:warn": ("get", ADAM),
    "lookalikes:end_warning": ("get", ADAM),
    "places:list": ("get", MEMBERS),
    "places:detail": ("get", MEMBERS),
    "places:posts": ("get", MEMBERS),
    "places:export": ("get", MEMBERS),
    "places:record": ("get", MEMBERS),
    "places:new": ("get", ADAM),
    "places:end": ("get", ADAM),
    "drafts:list": ("get", MEMBERS),
    "drafts:new": ("get", MEMBERS),
    "drafts:autosave_new": ("post", MEMBERS),
    "drafts:detail": ("get", ANAS_DRAFT),
    "drafts:edit": ("get", AUTHOR_ONLY),
    "drafts:autosave": ("post", AUTHOR_ONLY),
    "drafts:take_back": ("post", going_on(AUTHOR_ONLY)),
    "drafts:withdraw": ("get", AUTHOR_ONLY),
    "drafts:queue": ("get", APPROVERS),
    "drafts:next": ("get", going_on(APPROVERS)),
    "drafts:decide": ("get", APPROVERS),
    "drafts:decided": ("get", APPROVERS),
    "drafts:withdraw_approval": ("get", APPROVERS),
    "drafts:compare": ("get", ANAS_DRAFT),
    # Cora sees the draft, but neither wrote it nor approves.
    "drafts:ask_advice": ("get", (302, 200, 200, 409, 404, 404, 404, 404, 404)),
    "drafts:answer_advice": ("get", ANAS_DRAFT),
    "drafts:questions": ("get", MEMBERS),
    "drafts:copy": ("post", going_on(ANAS_DRAFT)),
    "drafts:to_look_at": ("get", APPROVERS),
    "drafts:second_check": ("get", APPROVERS),
    "drafts:ask_review": ("get", AUTHOR_ONLY),
    "drafts:answer_review": ("get", APPROVERS),
    "drafts:months": ("get", APPROVERS),
    "drafts:month": ("get", APPROVERS),
    "drafts:standing_list": ("get", MEMBERS),
    "drafts:propose_standing": ("get", MEMBERS),
    "drafts:standing": ("get", MEMBERS),
    "drafts:decide_standing": ("post", asked_again(APPROVERS)),
    # Its author ends it, and whoever may authorise such words.
    "drafts:end_standing": ("get", (302, 200, 200, 409, 409, 409, 409, 404, 404)),
    "drafts:use_standing": ("get", MEMBERS),
    "drafts:make_series": ("get", AUTHOR_ONLY),
    "drafts:series": ("get", ANAS_DRAFT),
    "posts:record": ("get", RECORDERS),
    "posts:list": ("get", MEMBERS),
    "posts:detail": ("get", MEMBERS),
    "posts:copy": ("post", going_on(MEMBERS)),
    "posts:instead": ("get", RECORDERS),
    "posts:export": ("get", MEMBERS),
    "posts:period": ("get", MEMBERS),
    "posts:outside": ("get", MEMBERS),
    "posts:review": ("get", APPROVERS),
    "posts:correct": ("get", MEMBERS),
    "posts:edit": ("get", APPROVERS),
    "posts:take_down": ("get", APPROVERS),
    "posts:changes": ("get", MEMBERS),
    "posts:confirm": ("get", (302, 409, 200, 200, 409, 409, 409, 404, 404)),
    "posts:mistake": ("get", MEMBERS),
    "posts:remedy": ("get", (302, 200, 200, 200, 409, 409, 409, 404, 404)),
    "sightings:new": ("get", MEMBERS),
    "sightings:mine": ("get", MEMBERS),
    "sightings:for_me": ("get", MEMBERS),
    "sightings:open": ("get", MEMBERS),
    "sightings:detail": ("get", ANAS_REPORT),
    "sightings:finish": ("get", (302, 200, *(404,) * 7)),
    "sightings:add": ("get", ANAS_REPORT),
    # Ana reported it; she does not deal with it.
    "sightings:take": ("post", (302, 409, 302, 302, *(404,) * 5)),
    "sightings:take_over": ("get", ANAS_REPORT),
    "sightings:hand_on": ("get", ANAS_REPORT),
    "sightings:platform": ("get", ANAS_REPORT),
    "sightings:close": ("get", ANAS_REPORT),
    "sightings:log": ("get", (302, 403, 403, 200, 403, 403, 403, 404, 404)),
    "sightings:case": ("get", ANAS_REPORT),
    "sightings:erase": ("get", ANAS_REPORT),
    "sightings:enquiry": ("get", ANAS_REPORT),
    "sightings:conduct": ("get", ANAS_REPORT),
    # Priya has not taken it.
    "sightings:draft": ("post", (302, 409, 409, 409, *(404,) * 5)),
    "cases:list": ("get", MEMBERS),
    "cases:new": ("get", MEMBERS),
    # Ana is sent on to the page that says it was received.
    "cases:detail": ("get", (302, 302, 200, *(404,) * 6)),
    "cases:received": ("get", CASE_OPENER),
    "cases:say": ("get", CASE_OPENER),
    "cases:referrals": ("get", CASE_READERS),
    "cases:note": ("get", CASE_READERS),
    "cases:advise": ("get", CASE_READERS),
    "cases:refer": ("get", CASE_READERS),
    "cases:not_told": ("get", CASE_READERS),
    "cases:hold": ("get", CASE_READERS),
    "cases:concerns": ("get", CASE_READERS),
    "cases:add_reader": ("get", CASE_READERS),
    # Rita was let in by name.
    "cases:end_reader": ("post", (302, 404, 302, 404, 404, 302, 404, 404, 404)),
    "cases:add_item": ("get", CASE_READERS),
    "cases:act": ("get", CASE_READERS),
    "cases:add_evidence": ("get", CASE_READERS),
    "cases:close": ("get", CASE_READERS),
    "cases:reopen": ("get", CASE_READERS),
    "cases:confirm": ("get", CASE_READERS),
    "cases:erase": ("get", CASE_READERS),
    "cases:erase_line": ("get", CASE_READERS),
    "cases:reverse": ("get", CASE_READERS),
    "evidence:add": ("get", RECORDERS),
    "evidence:erase": ("get", EVIDENCE_OPENERS),
    "evidence:list": ("get", EVIDENCE_READERS),
    "evidence:answer": ("get", EVIDENCE_READERS),
    "evidence:detail": ("get", EVIDENCE_READERS),
    "evidence:open": ("post", going_on(EVIDENCE_OPENERS)),
    # Nobody has opened it, so nobody gets its bytes, and nobody can confirm it yet.
    "evidence:preview": ("get", (302, 403, 403, 403, 403, 403, 403, 404, 404)),
    "evidence:original": ("get", (302, 403, 403, 403, 403, 403, 403, 404, 404)),
    "evidence:confirm": ("get", going_on(EVIDENCE_OPENERS)),
    "evidence:destroy": ("get", EVIDENCE_OPENERS),
    "conduct:list": ("get", MEMBERS),
    "conduct:start": ("get", MEMBERS),
    "conduct:employee": ("get", MEMBERS),
    "conduct:councillor": ("get", MEMBERS),
    "conduct:colleague": ("get", MEMBERS),
    "conduct:detail": ("get", TO_THE_CLERK),
    "conduct:removal": ("get", TO_THE_CLERK),
    "conduct:answer": ("get", TO_THE_CLERK),
    "conduct:refusal": ("get", TO_THE_CLERK),
    "conduct:referral": ("get", TO_THE_CLERK),
    "conduct:decided": ("get", TO_THE_CLERK),
    "conduct:close": ("get", TO_THE_CLERK),
    "enquiries:list": ("get", MEMBERS),
    "enquiries:new": ("get", MEMBERS),
    # Priya owns it; Rita reads.
    "enquiries:detail": ("get", (302, 404, 200, 200, 404, 200, 404, 404, 404)),
    "enquiries:reply": ("get", (302, 404, 200, 200, 404, 403, 404, 404, 404)),
    "enquiries:step": ("get", (302, 404, 200, 200, 404, 403, 404, 404, 404)),
    "enquiries:topics": ("get", MEMBERS),
    "enquiries:new_topic": ("get", ADAM),
    "enquiries:change_topic": ("get", ADAM),
    "enquiries:retire_topic": ("get", ADAM),
    "enquiries:standard_replies": ("get", MEMBERS),
    "enquiries:new_standard_reply": ("get", APPROVERS),
    "enquiries:standard_reply": ("get", MEMBERS),
    "enquiries:change_standard_reply": ("get", APPROVERS),
    "enquiries:review_standard_reply": ("get", APPROVERS),
    "enquiries:retire_standard_reply": ("get", APPROVERS),
    "enquiries:looking": ("get", MEMBERS),
    "enquiries:new_watch": ("get", RECORDERS),
    "enquiries:end_watch": ("get", RECORDERS),
    "find": ("get", MEMBERS),
    "log:list": ("get", LOG_READERS),
    "log:export": ("post", LOG_READERS),
    "log:new": ("get", RECORDERS),
    "log:lookup": ("post", RECORDERS),
    "log:detail": ("get", LOG_READERS),
    "log:add": ("get", RECORDERS),
    "log:confirm": ("get", RECORDERS),
    "log:reverse": ("get", RECORDERS),
    "log:correct": ("get", RECORDERS),
    "log:correct_item": ("get", RECORDERS),
    "log:appeal": ("get", RECORDERS),
    # Priya is the proper officer.
    "log:answer": ("get", APPROVERS),
    "log:author": ("get", LOG_READERS),
    "log:profile": ("get", RECORDERS),
    "log:link": ("get", RECORDERS),
    "log:unlink": ("get", RECORDERS),
}

#: Namespaces and names with a table of their own (tests/accounts/).
ELSEWHERE = ("admin", "account_", "mfa_", "usersessions_", "carry_on")

#: What follows the council in an address, where that takes more than a line here.
ARGUMENTS: dict[str, Callable[[Cast], list[Any]]] = {
    name: arguments
    for feature in (
        *(MODERATION, TEAM, GRANTS, LEAVERS, REGISTER, ABSENCES, HOURS, CARETAKING),
        *(IMPORTS, LOOKALIKES, PLACES, ELECTIONS, DOCUMENTS, READING, REVIEWS),
    )
    for name, arguments in feature.items()
}


def names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Every URL name there is, with its namespace."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inside = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from names(entry, inside)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{prefix}{entry.name}"


def test_the_table_is_whole() -> None:
    existing = {name for name in names(get_resolver()) if not name.startswith(ELSEWHERE)}
    assert existing == set(TABLE)


def test_every_address_has_a_name() -> None:
    def unnamed(resolver: URLResolver) -> Iterator[str]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                if entry.namespace != "admin":
                    yield from unnamed(entry)
            elif not entry.name:
                yield str(entry.pattern)

    assert list(unnamed(get_resolver())) == []


def arguments(cast: Cast, name: str) -> list[Any]:
    """An address of that name in Ashford, with something there to find."""
    council = cast.ashford.slug
    if name in ARGUMENTS:
        return [council, *ARGUMENTS[name](cast)]
    ana = Membership.objects.get(person=cast.ana)
    match name.split(":")[-1]:
        case "front" if name == "front":
            return []
        case "healthz" | "readyz" | "choose":
            return []
        case "page" | "pdf" | "csv" if name.startswith("paper:"):
            return [council, "access"]
        case "setup_question":
            return [council, "who-authorises"]
        case "rule":
            return [council, "team-name"]
        case "help":
            return [council, "contact"]
        case "any_help":
            return ["contact"]
        case "detail" | "record" | "appoint" | "contact" | "invite" | "end_sessions" if (
            name.startswith("people:")
        ):
            return [council, ana.pk]
        case "end_appointment":
            return [council, ana.pk, ana.appointments.get().pk]
        case "end_team":
            seat = cast.ashford.team_members.create(membership=ana, starts_on=ana.starts_on)
            return [council, ana.pk, seat.pk]
        case "withdraw" if name.startswith("people:"):
            newcomer = add_member(
                council=cast.ashford,
                name="Newcomer",
                email="newcomer@example.org",
                category=Membership.Category.EMPLOYEE,
                starts_on=ana.starts_on,
                actor=cast.adam,
            )
            return [council, newcomer.pk, invite(membership=newcomer, actor=cast.adam).pk]
        case "join":
            return ["unknown"]
        case "page" | "send_again" if name.startswith("operator:"):
            return []
        case "again" | "leave" if name.startswith("undelivered:"):
            return [council, not_sent(cast).pk]
        case "download" | "thumbnail":
            return [council, a_file(cast).digest]
    return [council]


@pytest.mark.parametrize("name", TABLE)
def test_access(cast: Cast, as_: Callable[[Person], Client], name: str) -> None:
    """Everybody asks for the same; what one of them changed is undone before the next asks."""
    method, row = TABLE[name]
    path = reverse(name, args=arguments(cast, name))
    answers = {}
    for person in PEOPLE:
        with transaction.atomic():
            browser = Client() if person == "nobody" else as_(getattr(cast, person))
            answer = getattr(browser, method)(path, {"version": 1} if method == "post" else {})
            transaction.set_rollback(True)
        caches["presence"].clear()
        answers[person] = answer.status_code
        if person == "nobody" and answer.status_code == 302 and set(row) != {302}:
            assert answer.headers["Location"].startswith("/sign-in/")
    assert answers == dict(zip(PEOPLE, row, strict=True))


def test_an_unlabelled_view_refuses_to_work(settings: Any, cast: Cast) -> None:
    settings.ROOT_URLCONF = "tests.unlabelled_urls"
    from django.core.exceptions import ImproperlyConfigured

    browser = Client()
    browser.force_login(cast.priya)
    with pytest.raises(ImproperlyConfigured, match="does not say who may use it"):
        browser.get("/forgotten-check/")
