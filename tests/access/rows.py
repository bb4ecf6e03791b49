"""The people of the access table, and the rows that many addresses share."""

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
