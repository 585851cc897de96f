"""Grants: who holds which role, for which unit, from when to when."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.organisation import OrgUnit


class GrantQuerySet(models.QuerySet["Grant"]):
    def in_force(self, day: date) -> "GrantQuerySet":
        """Grants that hold on that day."""
        return self.filter(models.Q(ends_on=None) | models.Q(ends_on__gte=day), starts_on__lte=day)


class Grant(models.Model):
    """A role of roles.toml, given to a person for a unit and everything below it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(_("role"), max_length=20)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="grants")
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        constraints = [models.UniqueConstraint(fields=["user", "role", "unit", "starts_on"], name="grant_once")]

    def __str__(self) -> str:
        return f"{self.role} ({self.unit_id})"
