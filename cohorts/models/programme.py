"""Programmes: what is repeated as numbered runs (头雁领航, 第36期)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.organisation import OrgUnit
from people.roles import Scope


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, scope: Scope, permission: str = "cohorts.view") -> "ProgrammeQuerySet":
        """Those of units for which the permission was granted."""
        return self.filter(scope.within(permission, "unit__path"))


class Programme(models.Model):
    """A training programme of a unit."""

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="programmes")
    name = models.CharField(_("name"), max_length=100)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="programme_once")]

    def __str__(self) -> str:
        return self.name
