"""Official accounts that exist already; see `add_account`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from accounts.councils.models import Council
from accounts.imports.cells import Row
from accounts.imports.columns import Column
from accounts.imports.columns import plain as plain_word
from accounts.imports.kinds.base import WRONG, Judged, Kind, good, there
from accounts.people.models import Office, Person
from accounts.register.actions import add_account
from accounts.register.addresses import address_problem, tidy_handle
from accounts.register.identity import identify, plain_name
from accounts.register.models import AccountName, OfficialAccount
from accounts.register.platforms import platform_called
from councilsm.duties import Duty

_S = OfficialAccount.Status
#: In which states an existing account can be entered.
STATES = [(state.value, str(state.label)) for state in (_S.LIVE, _S.DORMANT, _S.LOST, _S.CLOSED)]
OFFICES = ("owner", "second_owner", "monitored_by")


@dataclass
class Account:
    """What a row says; `values` as `Particulars` names them, offices still in words."""

    values: dict[str, str | bool]
    offices: dict[str, str]

    @property
    def plain(self) -> str:
        """Its name as names are compared."""
        values = self.values
        return plain_name(str(values["platform"]), str(values["handle"]), str(values["url"]))


@dataclass
class Known:
    """What the register holds."""

    council: Council
    names: dict[tuple[str, str], OfficialAccount] = field(default_factory=dict)
    refs: dict[tuple[str, str], OfficialAccount] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    #: The council that has an account on its public list, for accounts of others.
    elsewhere: dict[tuple[str, str], str] = field(default_factory=dict)


class Accounts(Kind[Account, Known]):
    slug = "accounts"
    title = "Official accounts"
    one, many = "account", "official accounts"
    back = "register:list"
    duties = (Duty.KEEP_REGISTER,)
    intro = (
        "Accounts that exist already. The address is enough to find the platform and the handle of "
        "most."
    )
    columns = (
        Column(
            "url",
            "Address",
            "Its public page, for example https://www.facebook.com/flitwickcouncil",
            also=("url", "link", "web address", "page"),
            required=True,
            address=True,
        ),
        Column("name", "Name", "What residents see", also=("account", "title"), required=True),
        Column(
            "platform",
            "Platform",
            "Where the address does not show it. Any name will do",
            also=("network",),
        ),
        Column(
            "handle",
            "Handle",
            "Where the address does not show it",
            also=("username", "user name", "account name"),
            address=True,
        ),
        Column(
            "kind",
            "What it is",
            ", ".join(OfficialAccount.Kind.labels) + ". Empty: page or profile",
            also=("type",),
        ),
        Column(
            "status",
            "State",
            ", ".join(label for _, label in STATES) + ". Empty: live",
            also=("status",),
        ),
        Column("purpose", "Purpose", "What it is for", also=("what it is for",)),
        Column(
            "brand", "Place or brand", "Only if it speaks for a hall, a festival", also=("place",)
        ),
        Column("is_public", "Residents can see it", "Yes or No. Empty: yes", also=("public",)),
        Column(
            "platform_ref", "The platform’s own number", "If you know it", also=("platform id",)
        ),
        Column("owner", "Owner", "The office that answers for it", also=("owner office",)),
        Column("second_owner", "Second owner", "The office that does when that one is vacant"),
        Column("monitored_by", "Monitored by", "The office that reads it", also=("monitored",)),
        Column("monitored_when", "Monitored when", "For example Monday to Friday, 9am to 5pm"),
    )

    def read(self, row: Row) -> Account:
        url = self._address(row)
        platform, name = platform_called("", row.text("platform", longest=40))
        handle = tidy_handle(row.text("handle", longest=120))
        shown = identify(url) or identify(handle if "/" in handle else "")
        if shown and shown.platform and shown.platform != OfficialAccount.Platform.OTHER:
            if platform and platform != shown.platform and "platform" not in row.faults:
                label = shown.platform.label
                row.wrong("platform", f"the address is one of {label}. Correct one of them.")
            platform = platform or shown.platform.value
            if not handle or "/" in handle:
                handle = shown.handle
        if not platform and not any(
            error.startswith(("Platform", "Address")) for error in row.errors
        ):
            row.wrong("platform", "the address does not show it. Name the platform.")
        if not handle and not any(error.startswith(("Handle", "Address")) for error in row.errors):
            row.wrong("handle", "the address does not show it. Fill it in.")
        return Account(
            {
                "url": url,
                "platform": platform,
                "platform_name": name,
                "handle": handle,
                "name": row.text("name", longest=120),
                "kind": row.choice(
                    "kind", OfficialAccount.Kind.choices, otherwise=OfficialAccount.Kind.PAGE
                ),
                "status": row.choice("status", STATES, otherwise=_S.LIVE),
                "purpose": row.text("purpose", longest=300),
                "brand": row.text("brand", longest=120),
                "is_public": row.yes_no("is_public", otherwise=True),
                "platform_ref": row.text("platform_ref", longest=120),
                "monitored_when": row.text("monitored_when", longest=120),
            },
            {name: row.text(name, longest=120) for name in OFFICES},
        )

    @staticmethod
    def _address(row: Row) -> str:
        url = row.text("url", longest=300)
        if url and "://" not in url and ":" not in url.partition("/")[0]:
            url = f"https://{url}"
        if url and (problem := address_problem(url)):
            row.wrong("url", f"{problem[0].lower()}{problem[1:]}.")
            return ""
        return url

    def gather(self, council: Council, read: Sequence[Account]) -> Known:
        """Five queries."""
        known = Known(council)
        for account in council.official_accounts.all():
            where = on_platform(account.platform, account.platform_name)
            known.names[where, account.handle.lower()] = account
            if account.platform_ref:
                known.refs[where, account.platform_ref] = account
        names = council.account_names.filter(until__isnull=True).select_related("account")
        known.names |= {(name.platform, name.plain): name.account for name in names}
        for office in council.offices.all():
            known.offices |= {plain_word(office.title): office, plain_word(office.key): office}
        elsewhere = AccountName.objects.filter(
            plain__in={account.plain for account in read},
            until__isnull=True,
            account__is_public=True,
            account__status__in=(_S.LIVE, _S.DORMANT),
        ).exclude(council=council)
        rows = elsewhere.values_list("platform", "plain", "council__name")
        known.elsewhere = {(platform, plain): name for platform, plain, name in rows}
        return known

    def compare(self, row: Row, said: Account, known: Known) -> Judged:
        values = said.values
        platform = str(values["platform"])
        where = on_platform(platform, str(values["platform_name"]))
        same = (platform, said.plain)
        found = (
            known.names.get(same)
            or known.names.get((where, str(values["handle"]).lower()))
            or known.refs.get((where, str(values["platform_ref"])))
        )
        if found and not row.errors:
            return there(f"{found} is on your register already. Its entry is not changed.")
        if council := known.elsewhere.get(same):
            row.wrong(
                "url",
                f"{council} has this account on its public list. If it is yours as well, add it by "
                "itself.",
            )
        offices = {}
        for name, title in said.offices.items():
            if title and plain_word(title) not in known.offices:
                row.wrong(name, f"your council has no office called “{title}”.")
            offices[name] = known.offices.get(plain_word(title)) if title else None
        return WRONG if row.errors else good({**values, **offices}, same=same)

    def carry_out(
        self, council: Council, values: Mapping[str, object], actor: Person
    ) -> OfficialAccount:
        particulars: dict[str, object] = dict(values)
        # The columns are those particulars, read by the form; a dict does not say so.
        return add_account(council=council, actor=actor, **particulars)  # type: ignore[arg-type]

    def describe(self, cells: Mapping[str, str]) -> str:
        return cells.get("name") or cells.get("url", "")


def on_platform(platform: str, name: str) -> str:
    """A platform as a key: one that is not known to us by its name, however that is written."""
    return f"{platform} {name.casefold()}".strip()
