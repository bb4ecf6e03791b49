from moderation.cases.models.case import Case, CaseItem, CaseReader
from moderation.cases.models.entry import CaseEntry, Referral

__all__ = ["Case", "CaseEntry", "CaseItem", "CaseReader", "Referral"]
