"""Real seals: brought in with an authorisation, kept by a holder, each use noted."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.models.certificates import Certificate
from certificates.models.pictures import Picture
from people.models.organisation import OrgUnit


class Seal(models.Model):
    """The picture of a seal that really exists, who holds it, for how long, and on whose word it is used here."""

    name = models.CharField(_("name of the seal"), max_length=60, help_text=_("As it stands on the seal."))
    unit = models.ForeignKey(
        OrgUnit,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("unit"),
        help_text=_("Only certificates of this unit and of those below it can be sealed with it."),
    )
    holder = models.CharField(_("holder"), max_length=50, help_text=_("Who keeps the seal and answers for its use."))
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="+", editable=False)
    begins_on = models.DateField(_("valid from"))
    ends_on = models.DateField(_("valid until"), help_text=_("The last day on which it may be used."))
    authorised_by = models.CharField(_("authorized by"), max_length=50)
    authorised_in = models.CharField(
        _("authorized in"), max_length=100, help_text=_("The document that permits its use here: number and date.")
    )

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("begins_on")),
                name="seal_ends_after_begin",
                violation_error_message=_("A seal cannot end before it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_valid_on(self, day: date) -> bool:
        """Whether it may be used on that day."""
        return self.begins_on <= day <= self.ends_on

    def covers(self, unit: OrgUnit) -> bool:
        """Whether the unit is its own or stands below."""
        return unit.path.startswith(self.unit.path)


class SealUse(models.Model):
    """One use of a seal: insert only (a database trigger holds it)."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="uses")
    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="seal_use")
    number = models.CharField(max_length=24)
    used_at = models.DateTimeField()
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-used_at", "-pk"]

    def __str__(self) -> str:
        return self.number
