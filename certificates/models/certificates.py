"""Certificates as frozen records, the counters of their numbers, and the jobs that issue them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from certificates.enums import CertificateState, JobState
from cohorts.models.cohort import Cohort
from cohorts.models.enrollment import Enrollment
from people.models.organisation import OrgUnit
from people.roles import Scope


class NumberSeries(models.Model):
    """One dense sequence: organisation prefix, year, kind; `last` moves only in the reserving transaction."""

    prefix = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=1)  # J completion, P pledge
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year", "kind"], name="number_series_once")]


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, scope: Scope, permission: str = "cohorts.view") -> "CertificateQuerySet":
        """Those of units that the permission covers."""
        return self.filter(scope.within(permission, "unit__path"))

    def in_force(self) -> "CertificateQuerySet":
        """Reserved or issued: what stands between a person and a second certificate."""
        return self.filter(state__in=[CertificateState.RESERVED, CertificateState.ISSUED])


class Certificate(models.Model):
    """A certificate of completion: number, payload and file, all frozen when issued."""

    number = models.CharField(_("number"), max_length=24, unique=True)
    token = models.CharField(max_length=32, unique=True)  # 128 random bits, hex
    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="certificates")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")  # the issuing one
    state = models.CharField(_("state"), max_length=10, choices=CertificateState, default=CertificateState.RESERVED)
    # The revision of the design that it is printed on; none: the built-in page. What is printed stands in the payload.
    design = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, related_name="+")
    expires_on = models.DateField(null=True, db_index=True)  # The last day; none: for ever.
    payload = models.JSONField()
    payload_digest = models.CharField(max_length=64)
    file = models.CharField(max_length=255, blank=True)
    file_digest = models.CharField(max_length=64, blank=True, db_index=True)
    signed_digest = models.CharField(max_length=64, blank=True, db_index=True)
    key_id = models.CharField(max_length=64, blank=True)  # SHA-256 of the signer's certificate
    reserved_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    end_reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate of completion")
        verbose_name_plural = _("certificates of completion")
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment"],
                condition=models.Q(state__in=["reserved", "issued"]),
                name="certificate_one_in_force",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def chain_name(self) -> str:
        """The name under which the record chain knows it."""
        return f"certificate:{self.number}"


class IssueJob(models.Model):
    """Issuing for a whole cohort, as a task that can be watched, canceled and resumed."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="issue_jobs")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)  # [{"name": …, "message": …}]
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()  # the last sign of life; an old one lets the tick take it up again
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("issuing of certificates")
        constraints = [
            models.UniqueConstraint(
                fields=["cohort"], condition=models.Q(state__in=["waiting", "running"]), name="issue_job_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.created_at:%Y-%m-%d %H:%M}"
