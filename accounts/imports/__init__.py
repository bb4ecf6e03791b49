"""Registers that a council keeps in spreadsheets, brought in row by row after a preview."""
