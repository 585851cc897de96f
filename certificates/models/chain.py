"""The record chain: one chain per document, insert only (a database trigger holds it)."""

from django.db import models

from assessments.models.attempts import Attempt


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


class AttemptCommitment(models.Model):
    """The salt of what the chain says of an attempt: without it an entry tells nobody who answered, nor what."""

    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="commitment")
    salt = models.CharField(max_length=64)  # 256 random bits, hex
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.chain_name

    @property
    def chain_name(self) -> str:
        """The name under which the record chain knows the attempt."""
        return f"attempt:{self.attempt.uuid}"


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
