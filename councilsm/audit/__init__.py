"""The trail: append-only, chained per council, verifiable outside."""
