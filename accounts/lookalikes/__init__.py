"""Accounts that pass for the council's and are not under its control (FTC-4-a, LLTC-9.3-c)."""
