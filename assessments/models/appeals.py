"""Appeals (成绩复核): one's own mark, looked at once more by somebody who did not give it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import AppealState
from assessments.models.attempts import AttemptItem
from assessments.models.grades import ItemGrade
from people.roles import Scope


class AppealQuerySet(models.QuerySet["Appeal"]):
    """Appeals, chained as one reads them."""

    def waiting(self) -> "AppealQuerySet":
        """Those that nobody has answered."""
        return self.filter(state=AppealState.WAITING)

    def visible_to(self, scope: Scope, permission: str) -> "AppealQuerySet":
        """Those of sittings of the units for which the permission was granted."""
        return self.filter(scope.within(permission, "item__attempt__sitting__cohort__unit__path"))


class Appeal(models.Model):
    """What a trainee asks about one mark, by when it is to be answered, and what was decided by whom."""

    item = models.OneToOneField(AttemptItem, on_delete=models.PROTECT, related_name="appeal")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    first_marker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(_("reason"), max_length=1000)
    filed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(_("state"), max_length=10, choices=AppealState, default=AppealState.WAITING)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    old_fraction = models.DecimalField(max_digits=8, decimal_places=7)
    grade = models.ForeignKey(ItemGrade, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        ordering = ["due_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(answered_by=F("first_marker")), name="appeal_not_by_first_marker"),
            models.CheckConstraint(condition=~Q(answered_by=F("taker")), name="appeal_not_by_its_taker"),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_by=None, answered_at=None, grade=None)
                | Q(state="upheld", answered_by__isnull=False, answered_at__isnull=False, grade=None)
                | Q(state="changed", answered_by__isnull=False, answered_at__isnull=False, grade__isnull=False),
                name="appeal_answered_as_a_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.state}"
