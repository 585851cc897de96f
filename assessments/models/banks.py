"""Question banks, owned by units."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.organisation import OrgUnit
from people.roles import Scope


class BankQuerySet(models.QuerySet["Bank"]):
    def visible_to(self, scope: Scope, permission: str = "banks.edit") -> "BankQuerySet":
        return self.filter(scope.within(permission, "unit__path"))


class Bank(models.Model):
    """The questions that a unit keeps together."""

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="banks")
    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=100)

    objects = BankQuerySet.as_manager()

    class Meta:
        verbose_name = _("question bank")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
