"""Devices that reach official accounts: whose they are, on what permission, and lost ones."""
