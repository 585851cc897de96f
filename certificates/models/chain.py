"""The record chain: one chain per document, insert only (a database trigger holds it)."""

from django.db import models


class ChainEntry(models.Model):
    """hash = SHA-256(hash before ‖ canonical JSON of the event)."""

    document = models.CharField(max_length=64)  # such as "certificate:HD2026J0000137H"
    position = models.PositiveIntegerField()
    event = models.JSONField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "position"], name="chain_position_once")]


class Anchor(models.Model):
    """The heads of all chains at the end of a day under one root, signed: what a printed copy can be held against."""

    closed_on = models.DateField(unique=True)
    last_entry = models.BigIntegerField()  # Entries with a greater key came later.
    heads = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    signature = models.TextField()  # CMS over the root, in base64
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["closed_on"]

    def __str__(self) -> str:
        return f"{self.closed_on:%Y-%m-%d}"
