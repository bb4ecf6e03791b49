"""The admin team: each change to it, who looked at it, and what its members undertook."""
