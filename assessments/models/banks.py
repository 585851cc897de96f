"""Question banks, owned by units."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.enums import BankPurpose
from people.models.organisation import OrgUnit
from people.roles import Scope


class BankQuerySet(models.QuerySet["Bank"]):
    """Banks, chained as one reads them."""

    def visible_to(self, scope: Scope, permission: str = "banks.edit") -> "BankQuerySet":
        """Those of the units for which the permission was granted."""
        return self.filter(scope.within(permission, "unit__path"))

    def with_counts(self) -> "BankQuerySet":
        """With the number of questions that may be used, and of those that wait for review."""
        reviewed = models.Q(questions__status="reviewed")
        draft = models.Q(questions__status="draft")
        return self.annotate(
            reviewed_count=models.Count("questions", filter=reviewed),
            draft_count=models.Count("questions", filter=draft),
        )


class Bank(models.Model):
    """The questions that a unit keeps together."""

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="banks", verbose_name=_("owning unit"))
    code = models.SlugField(
        _("code of the bank"), unique=True, help_text=_("Stands in the address; letters, digits and hyphens.")
    )
    name = models.CharField(_("name of the bank"), max_length=100)
    purpose = models.CharField(
        _("what its questions are for"), max_length=10, choices=BankPurpose, default=BankPurpose.EXAM
    )

    objects = BankQuerySet.as_manager()

    class Meta:
        verbose_name = _("question bank")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
