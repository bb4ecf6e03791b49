from councilsm.audit.models import AuditDetail, AuditEvent, ChainHead
from councilsm.files.models import StoredFile
from councilsm.inbox.models import OutboxMessage
from councilsm.tenancy import ReferenceCounter

__all__ = [
    "AuditDetail",
    "AuditEvent",
    "ChainHead",
    "OutboxMessage",
    "ReferenceCounter",
    "StoredFile",
]
