"""The council's policies: their versions, clauses, whom they bind, and who answers for them."""
