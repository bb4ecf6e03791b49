from accounts.caretaker.models import FactorReset
from accounts.councils.models import Council, RulebookVersion
from accounts.devices.models import Device, DevicePermission, LostDevice, PasswordChange
from accounts.grants.models import AccessGrant, GrantDecision, GrantDevice
from accounts.hours.models import Closure, WorkingPattern
from accounts.imports.models import FileImport, FileRow
from accounts.leavers.models import Departure, DepartureTask
from accounts.lookalikes.models import Effort, Lookalike, PublicWarning
from accounts.people.models import (
    Absence,
    Appointment,
    Invitation,
    Membership,
    Office,
    Person,
    TeamMember,
)
from accounts.places.models import Place, PlacePost
from accounts.register.models import (
    AcceptedGap,
    AccountApproval,
    AccountCheck,
    AccountName,
    NoAccounts,
    OfficialAccount,
    Opening,
    WayIn,
)
from accounts.team.models import TeamChange, Undertaking, UndertakingText
from accounts.training.models import Completion, Course, LapseNotice, Need

__all__ = [
    "Absence",
    "AcceptedGap",
    "AccessGrant",
    "AccountApproval",
    "AccountCheck",
    "AccountName",
    "Appointment",
    "Closure",
    "Completion",
    "Council",
    "Course",
    "Departure",
    "DepartureTask",
    "Device",
    "DevicePermission",
    "Effort",
    "FactorReset",
    "FileImport",
    "FileRow",
    "GrantDecision",
    "GrantDevice",
    "Invitation",
    "LapseNotice",
    "Lookalike",
    "LostDevice",
    "Membership",
    "Need",
    "NoAccounts",
    "Office",
    "OfficialAccount",
    "Opening",
    "PasswordChange",
    "Person",
    "Place",
    "PlacePost",
    "PublicWarning",
    "RulebookVersion",
    "TeamChange",
    "TeamMember",
    "Undertaking",
    "UndertakingText",
    "WayIn",
    "WorkingPattern",
]
