"""The policy checks. A new check is one new function in one of these modules."""

from importlib import import_module

#: The modules that hold checks, in the order in which their findings are shown.
MODULES = (
    "facts",
    "pictures",
    "people",
    "sharing",
    "credit",
    "personal",
    "confidential",
    "politics",
    "councillors",
    "pre_election",
    "writing",
    "repeats",
)

for module in MODULES:
    import_module(f"{__name__}.{module}")
