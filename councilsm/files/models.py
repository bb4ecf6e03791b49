"""Files that people hand in: kept by council and digest, out of the web root."""

from django.db import models
from django.db.models import Q
from django.urls import reverse


class StoredFile(models.Model):
    """A file as it goes out: checked by content, made anew without what it gave away."""

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="files")
    #: SHA-256 of the bytes kept here, 64 hexadecimal digits: the file's address in its council.
    digest = models.CharField(max_length=64)
    #: SHA-256 of the bytes as they came.
    original_digest = models.CharField(max_length=64)
    #: The name it came with, without any path. For people; never used as a path.
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40)
    #: SHA-256 of the small copy that pages show; empty where there is none.
    thumbnail_digest = models.CharField(max_length=64, blank=True)
    #: In bytes.
    size = models.PositiveIntegerField()
    #: In pixels, after turning it upright; 0 where it is no picture.
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    added_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)
    #: When it was found missing or changed on disk. Pages warn; it is no longer served.
    spoiled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "digest"], name="file_once_per_council"),
            models.CheckConstraint(condition=Q(size__gt=0), name="file_not_empty"),
        ]
        # Each upload asks whether it came before.
        indexes = [models.Index(fields=["council", "original_digest"], name="file_by_original")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("files:download", args=[self.council.slug, self.digest])
