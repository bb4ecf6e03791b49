from accounts.leavers.models.departure import Departure
from accounts.leavers.models.task import DepartureTask

__all__ = ["Departure", "DepartureTask"]
