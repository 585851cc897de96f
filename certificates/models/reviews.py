"""Reviews: a certificate is out, and what it rested on has changed. Somebody looks, and decides."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.models.certificates import Certificate
from people.roles import Scope


class CertificateReviewQuerySet(models.QuerySet["CertificateReview"]):
    """Reviews, chained as one reads them."""

    def waiting(self) -> "CertificateReviewQuerySet":
        """Those on which nobody has decided."""
        return self.filter(closed_at=None)

    def visible_to(self, scope: Scope) -> "CertificateReviewQuerySet":
        """Those of units where this person issues."""
        return self.filter(scope.within("certificates.issue", "certificate__unit__path"))


class CertificateReview(models.Model):
    """One question to the organizer: may this certificate stand? Nothing is revoked by itself."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="reviews")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    is_kept = models.BooleanField(null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = CertificateReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of a certificate")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"], condition=models.Q(closed_at=None), name="certificate_review_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.opened_at:%Y-%m-%d}"
