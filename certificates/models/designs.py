"""Designs of certificates: what a unit prints its own on. A certificate keeps the revision that it was issued with."""

from collections.abc import Iterable
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model_string
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from certificates.blocks import SignatoryBlock
from certificates.enums import DesignLanguage, Orientation, SealStyle
from certificates.models.seals import Seal
from cohorts.models.programme import Programme
from courses.models.fields import Stream
from people.models.organisation import OrgUnit
from people.roles import Scope

MOST_SIGNATORIES = 3
MOST_MONTHS = 600


class CertificateDesignQuerySet(models.QuerySet["CertificateDesign"]):
    """Designs, chained as one reads them."""

    def visible_to(self, scope: Scope) -> "CertificateDesignQuerySet":
        """Those of units for which this person designs."""
        return self.filter(scope.within("certificates.design", "unit__path"))

    def for_class(self, *, paths: Iterable[str], programme: Programme | None) -> "CertificateDesignQuerySet":
        """The published ones that fit, the fittest first: for the programme, of the nearest unit, the newest."""
        fitting = models.Q(programme=None) | models.Q(programme=programme)
        published = self.filter(fitting, live=True, unit__path__in=paths)
        return published.order_by(
            models.F("programme").asc(nulls_last=True), "-unit__depth", "-last_published_at", "-pk"
        )


class CertificateDesign(DraftStateMixin, RevisionMixin, PreviewableMixin, models.Model):
    """The page of a unit's certificates, with drafts and revisions; only what is published is printed on."""

    name = models.CharField(_("name of the design"), max_length=60, help_text=_("For you alone; it is not printed."))
    unit = models.ForeignKey(
        OrgUnit,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("unit"),
        help_text=_("Its classes are printed on it, and those of units below that have no design of their own."),
    )
    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("programme"),
        help_text=_("For the runs of this programme alone. Empty: for every class of the unit."),
    )
    language = models.CharField(_("language"), max_length=10, choices=DesignLanguage, default=DesignLanguage.CHINESE)
    orientation = models.CharField(_("orientation"), max_length=10, choices=Orientation, default=Orientation.LANDSCAPE)
    background = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("background"),
        help_text=_(
            "Printed under the whole page, cropped to A4 and made smaller where it is larger than print needs. It is "
            "part of every file: without one a certificate takes about 60 kB, with one up to 300 kB more."
        ),
    )
    frame = models.BooleanField(
        _("double rule around the page"), default=True, help_text=_("Leave it out where the background has its own.")
    )
    title = models.CharField(_("title"), max_length=40)
    wording = models.TextField(
        _("wording"),
        max_length=800,
        help_text=_(
            "What is certified, below the name. These blanks are filled in: {name} {organisation} {programme} "
            "{cohort} {began} {ended} {hours} {result}. A new line begins a new paragraph."
        ),
    )
    signatories = Stream(
        [("signatory", SignatoryBlock())], max_num=MOST_SIGNATORIES, blank=True, verbose_name=_("signatories")
    )
    seal_style = models.CharField(
        _("drawn seal"),
        max_length=10,
        choices=SealStyle,
        blank=True,
        help_text=_("A drawing that says what it is. Empty: the one this installation is set to."),
    )
    seal = models.ForeignKey(
        Seal,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("real seal"),
        help_text=_("One that was authorized; it is printed instead of the drawing, and every use is noted."),
    )
    months_valid = models.PositiveSmallIntegerField(
        _("months it is valid"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)],
        help_text=_("From the day of issue. Empty: for ever."),
    )

    objects = CertificateDesignQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate design")
        verbose_name_plural = _("certificate designs")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """With an everyday name, or with the longest."""
        return [("", _("An everyday name")), ("long", _("A very long name"))]

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """The page as the press draws it."""
        return "certificates/design_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """The design as it stands in the editor, and whom to print."""
        return {"request": request, "design": self, "is_long": mode_name == "long"}
