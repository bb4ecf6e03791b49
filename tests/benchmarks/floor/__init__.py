"""The floor: the least that Django can do for a signed-in person, and nothing of ours.

A page shows 25 rows that one indexed query found; a POST changes one row and notes it in another
table, in one transaction. Of middleware there is sessions and authentication, no more.
"""
