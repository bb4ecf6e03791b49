"""Runs the whole of councilsm on one machine for `make run`. Not used in service."""
