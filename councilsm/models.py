from councilsm.audit.models import AuditDetail, AuditEvent, ChainHead
from councilsm.files.models import StoredFile
from councilsm.inbox.models import Morning, OutboxMessage, Reminder
from councilsm.operator.models import ChainCheck, JobRun
from councilsm.tenancy import ReferenceCounter

__all__ = [
    "AuditDetail",
    "AuditEvent",
    "ChainCheck",
    "ChainHead",
    "JobRun",
    "Morning",
    "OutboxMessage",
    "ReferenceCounter",
    "Reminder",
    "StoredFile",
]
