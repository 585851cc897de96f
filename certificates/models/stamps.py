"""Time stamps: what an independent authority says of when a signature, or an anchor, was there already."""

from django.db import models


class TimeStamp(models.Model):
    """A token (RFC 3161) over a digest of the register, beside the file and not in it; insert only."""

    digest = models.CharField(max_length=64, unique=True)  # the signed digest of a document, or the root of an anchor
    token = models.TextField()  # DER, in base64
    stamped_at = models.DateTimeField()  # by the authority's clock
    authority = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.stamped_at:%Y-%m-%d %H:%M:%S} {self.authority}"
