"""What somebody may do on an account or a way in."""

from django.db import models


class Level(models.TextChoices):
    """What somebody may do there, as platforms name it; `platforms.py` says where which exists."""

    FULL = "full", "Full control"
    PARTIAL = "partial", "Partial access"
    TASK = "task", "Task access"
    ADMIN = "admin", "Administrator"
    EDITOR = "editor", "Editor"
    MODERATOR = "moderator", "Moderator"
    DELEGATE = "delegate", "Delegate"
    FIGURES = "figures", "Sees figures only"
    SHARED = "shared", "Knows the shared login"
    PHONE = "phone", "Holds the telephone"


#: Whoever has one of these can let others in or lock them out.
ADMINISTERS = (Level.FULL, Level.ADMIN, Level.SHARED)
