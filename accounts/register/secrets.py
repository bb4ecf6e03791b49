"""Passwords do not belong on the register: see `councilsm.secrets`, which everybody may ask."""

from councilsm.secrets import REFUSAL, looks_secret, refuse_secrets

__all__ = ["REFUSAL", "looks_secret", "refuse_secrets"]
