"""What nobody may keep, not even as evidence: it is reported, and never saved, copied or sent."""

CHILD, TERRORIST = "child", "terrorist"

CHOICES = [
    ("", "No"),
    (CHILD, "Indecent image of a child"),
    (TERRORIST, "Terrorist material"),
]

#: Whom to call. Making or having a copy is itself an offence (Protection of Children Act 1978 s.1).
WHOM_TO_CALL = {
    CHILD: "Do not save, copy or send it. If a child is in danger call 999, otherwise call the "
    "police on 101. Report where it stands to the Internet Watch Foundation at "
    "report.iwf.org.uk, and to the platform.",
    TERRORIST: "Do not save, copy or send it. If there is a danger now call 999, otherwise call "
    "the Anti-Terrorist Hotline on 0800 789 321 or report where it stands at gov.uk/ACT, and "
    "to the platform.",
}
