"""What was decided about an answer that came too late."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models.attempts import Answer


class LateDecision(models.Model):
    """One decision per late write, never changed: it was accepted, and written once more as the answer, or left."""

    answer = models.OneToOneField(Answer, on_delete=models.PROTECT, related_name="decision")
    accepted_as = models.OneToOneField(Answer, on_delete=models.PROTECT, null=True, related_name="accepted_from")
    reason = models.CharField(_("reason"), max_length=300)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name = _("decision about a late answer")
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_as=None) | ~Q(accepted_as=F("answer")),
                name="late_answer_accepted_as_another",
            )
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} → {self.accepted_as_id}"
