"""What the demonstration's policies say: all of it made up, no council's own words."""

from policies.documents.clauses import Clause

#: A small council's policy, made up for the demonstration, as it was at first.
FIRST_WORDS = """\
# Purpose

The council tells people what it does.

# Who posts

The clerk writes and posts. A councillor may ask the clerk to post something.

# Comments

- An opinion stays up.
- Abuse comes down.
"""
#: And as it is.
WORDS = """\
# Purpose

The council tells people what it does, and hears what they think of it.

# Who posts

The clerk writes and posts. A councillor sends the clerk what they would like to see posted. \
While the clerk is away, whoever stands in does this.

# Comments

- An opinion stays up, also a cross one.
- Abuse, hatred and private details come down.
- Whoever goes on after a warning may be blocked for a time.

# Pictures

Every picture has words for those who cannot see it. Nobody is shown who does not want to be.

# Before an election

From the notice to the poll the clerk looks at every post again. \
Bins, roads and how to vote come first.
"""
NEXT_WORDS = (
    WORDS
    + """
# Answers

The clerk answers on the next day that the office is open. Whoever needs help sooner can ring.
"""
)
FIRST_CLAUSES = (
    Clause(ref="LW-1", section="1", title="The council tells people what it does"),
    Clause(ref="LW-2", section="2", title="The clerk writes and posts"),
    Clause(ref="LW-3", section="3", title="Opinions stay up; abuse comes down"),
)
CLAUSES = (
    FIRST_CLAUSES[0],
    Clause(ref="LW-2", section="2", title="The clerk, or whoever stands in, writes and posts"),
    Clause(ref="LW-3", section="3", title="Opinions stay up; abuse and hatred come down"),
    Clause(ref="LW-4", section="4", title="Pictures have words"),
    Clause(ref="LW-5", section="5", title="Posts are looked at again before an election"),
)
ANSWERS = Clause(ref="LW-6", section="6", title="Answers on the next day the office is open")
#: Two more of its policies.
PICTURES = """\
# What we show

The village, its events, and people who are happy to be seen. \
A parent says yes before a child is shown.

# What we keep

The signed form, for as long as the picture is up.
"""
GUIDE = """\
# When somebody is angry

Read it twice. Answer once, in plain words, and say what happens next. Leave the last word to them.

# When somebody may be in danger

Ring 999 first. Then tell the clerk.
"""
#: What the next version of Ludlow's policy adds, likewise made up.
FIFTH = """\
# What version 5 adds

- Every picture has words for those who cannot see it.
- Whoever posts for the council is trained before they do.
"""
