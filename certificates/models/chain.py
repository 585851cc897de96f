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
