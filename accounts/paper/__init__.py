"""The standing registers on paper: accounts, access and the team, as at any day. No model."""
