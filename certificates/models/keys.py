"""The register of signing keys: with which certificate documents were signed, from when, and up to when it counts."""

from django.db import models


class SigningKey(models.Model):
    """A key that has signed. Its certificates are all it takes to check what it signed; the key may be gone."""

    key_id = models.CharField(max_length=64, unique=True)  # SHA-256 of the certificate, as documents name it
    subject = models.CharField(max_length=200)
    certificate = models.TextField()  # PEM
    issuers = models.TextField(blank=True)  # PEM, from the signer's CA up
    first_used_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)  # From then on it signs nothing; what it signed stands.
    revoked_at = models.DateTimeField(null=True)  # What it signed from then on does not stand.
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["first_used_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(revoked_at=None) | models.Q(retired_at__isnull=False), name="key_revoked_is_retired"
            )
        ]

    def __str__(self) -> str:
        return self.key_id[:12]

    @property
    def chain_name(self) -> str:
        """The name under which the record chain knows it."""
        return f"key:{self.key_id[:32]}"
