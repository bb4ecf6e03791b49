from django.db import models


class Row(models.Model):
    """Something in a list, as a draft is one of its council's."""

    group = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    author = models.CharField(max_length=120)
    state = models.CharField(max_length=10)
    due = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["group", "-id"], name="row_newest")]

    def __str__(self) -> str:
        return self.title


class Note(models.Model):
    """A plain audit row: no chain, no digest, no trigger."""

    row_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    what = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.what
