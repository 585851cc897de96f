"""Regrades: what was asked, what the dry run listed, and what was then written."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.enums import RegradeAction, RegradeState
from assessments.models.attempts import AttemptItem
from assessments.models.questions import QuestionVersion
from assessments.models.sittings import Sitting, SittingItem
from people.roles import Scope


class RegradeQuerySet(models.QuerySet["Regrade"]):
    """Regrades, chained as one reads them."""

    def visible_to(self, scope: Scope) -> "RegradeQuerySet":
        """Those of sittings whose results this person may release."""
        return self.filter(scope.within("results.release", "sitting__cohort__unit__path"))


class Regrade(models.Model):
    """One regrade from its dry run on. `digest` is of everything the dry run saw; a commit that sees other things
    writes nothing."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="regrades")
    action = models.CharField(_("what is done"), max_length=10, choices=RegradeAction)
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, null=True, related_name="+")
    mapping = models.JSONField(default=dict)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RegradeState, default=RegradeState.COUNTING)
    digest = models.CharField(max_length=64, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    touched_at = models.DateTimeField()  # the last sign of life; an old one lets the tick take it up again
    committed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    committed_at = models.DateTimeField(null=True)

    objects = RegradeQuerySet.as_manager()

    class Meta:
        verbose_name = _("regrade")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.action}"


class RegradeTarget(models.Model):
    """A question of a sitting that a regrade reaches; the list is made when it is asked for."""

    regrade = models.ForeignKey(Regrade, on_delete=models.PROTECT, related_name="targets")
    item = models.ForeignKey(SittingItem, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["regrade", "item"], name="regrade_target_once")]

    def __str__(self) -> str:
        return f"{self.regrade_id}: {self.item_id}"


class RegradeLine(models.Model):
    """One answer whose worth differs, and what its attempt comes to before and after; None is not yet marked."""

    regrade = models.ForeignKey(Regrade, on_delete=models.PROTECT, related_name="lines")
    item = models.ForeignKey(AttemptItem, on_delete=models.PROTECT, related_name="+")
    based_on = models.PositiveSmallIntegerField()  # the number of the grade in force that the dry run saw
    old_fraction = models.DecimalField(max_digits=8, decimal_places=7, null=True)
    new_fraction = models.DecimalField(max_digits=8, decimal_places=7, null=True)
    old_counts = models.BooleanField()
    new_counts = models.BooleanField()
    new_state = models.CharField(max_length=15)
    note_code = models.CharField(max_length=30, blank=True)
    old_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    new_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    old_passed = models.BooleanField(null=True)
    new_passed = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["regrade", "item"], name="regrade_line_once")]

    def __str__(self) -> str:
        return f"{self.regrade_id}: {self.item_id}"

    @property
    def old_points(self) -> Decimal | None:
        """What the answer was worth, in points (with the item at hand)."""
        return None if self.old_fraction is None else self.old_fraction * self.item.item.points

    @property
    def new_points(self) -> Decimal | None:
        """What it is worth then."""
        return None if self.new_fraction is None else self.new_fraction * self.item.item.points

    @property
    def falls(self) -> bool:
        """Whether a pass becomes a fail."""
        return self.old_passed is True and self.new_passed is False

    @property
    def rises(self) -> bool:
        """Whether a fail becomes a pass."""
        return self.old_passed is False and self.new_passed is True
