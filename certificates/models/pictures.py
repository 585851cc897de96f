"""Pictures that documents are printed with, under their digest: the same bytes for as long as the document."""

from django.db import models


class Picture(models.Model):
    """A picture as it goes into a file. Never changed, never deleted: an issued document names it."""

    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the data
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.digest[:16]
