"""Reviews by clause (对照检查): a signed pledge held against what was done, each year and in the middle of the term."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.enums import ReviewKind
from certificates.models.pledges import Pledge


class ClauseReviewQuerySet(models.QuerySet["ClauseReview"]):
    """Reviews, chained as one reads them."""

    def that_count(self) -> "ClauseReviewQuerySet":
        """The latest of each pledge and period; those that it has replaced stay where they are."""
        later = ClauseReview.objects.filter(
            models.Q(year=models.OuterRef("year")) | models.Q(year=None),
            pledge=models.OuterRef("pledge"),
            kind=models.OuterRef("kind"),
            number__gt=models.OuterRef("number"),
        )
        return self.filter(~models.Exists(later))


class ClauseReview(models.Model):
    """A finding on each clause of the wording that was signed; never changed: a correction is a review of its own."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="clause_reviews")
    kind = models.CharField(_("kind"), max_length=10, choices=ReviewKind)
    year = models.PositiveSmallIntegerField(_("year"), null=True)  # of a yearly one; a term has one in its middle
    number = models.PositiveSmallIntegerField(default=1)  # above 1 it takes the place of the one before, for the reason
    reviewed_on = models.DateField(_("reviewed on"))
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    findings = models.JSONField()  # [{"clause": words, "finding": Finding, "remark": words}], in the order of the text
    remark = models.CharField(_("remark on the whole"), max_length=500, blank=True)
    reason = models.CharField(_("why it was corrected"), max_length=200, blank=True)
    wording_digest = models.CharField(max_length=64)  # of the wording that it was held against
    recorded_at = models.DateTimeField()

    objects = ClauseReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review by clause")
        ordering = ["kind", "year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["pledge", "year", "number"],
                condition=models.Q(kind=ReviewKind.YEARLY),
                name="clause_review_once_a_year",
            ),
            models.UniqueConstraint(
                fields=["pledge", "number"],
                condition=models.Q(kind=ReviewKind.MID_TERM),
                name="clause_review_once_in_mid_term",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=ReviewKind.YEARLY, year__isnull=False)
                | models.Q(kind=ReviewKind.MID_TERM, year__isnull=True),
                name="clause_review_year_of_its_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(number=1, reason="") | (models.Q(number__gt=1) & ~models.Q(reason="")),
                name="clause_review_corrected_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pledge_id} {self.kind} {self.year or ''} {self.number}"


class ClauseStatement(models.Model):
    """What the person under review has to say to one review, once."""

    review = models.OneToOneField(ClauseReview, on_delete=models.PROTECT, related_name="statement")
    text = models.CharField(_("statement"), max_length=1000)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.review_id)
