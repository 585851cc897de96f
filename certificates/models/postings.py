"""Pledges on the public board (公开栏): what residents may read, from which day to which."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.models.pledges import Pledge
from people.models.organisation import OrgUnit


class PostingQuerySet(models.QuerySet["Posting"]):
    """Postings, chained as one reads them."""

    def standing(self) -> "PostingQuerySet":
        """Those that nobody has taken down."""
        return self.filter(taken_down_at=None)

    def shown_on(self, day: date) -> "PostingQuerySet":
        """Those that are public on that day."""
        return self.standing().filter(from_on__lte=day, until_on__gte=day)

    def under(self, unit: OrgUnit) -> "PostingQuerySet":
        """Those of people of the unit and of everything below it."""
        return self.filter(pledge__enrollment__unit__path__startswith=unit.path)


class Posting(models.Model):
    """One countersigned pledge made public by an act of its own; the name stands here as it is shown."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="postings")
    shown_name = models.CharField(_("name as shown"), max_length=50)
    from_on = models.DateField(_("shown from"))
    until_on = models.DateField(_("shown until"))
    posted_at = models.DateTimeField()
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_down_at = models.DateTimeField(null=True)
    taken_down_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("why it was taken down"), max_length=200, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting on the board")
        ordering = ["pledge__enrollment__unit__path", "pledge__enrollment_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pledge"], condition=models.Q(taken_down_at=None), name="posting_one_at_a_time"
            ),
            models.CheckConstraint(condition=models.Q(until_on__gte=models.F("from_on")), name="posting_ends_after"),
        ]

    def __str__(self) -> str:
        return f"{self.pledge_id} {self.from_on} – {self.until_on}"
