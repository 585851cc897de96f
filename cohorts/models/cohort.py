"""Cohorts: a class owned by a unit, pinned to the revisions it opened with."""

from datetime import date

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from cohorts.enums import CohortState, IssueMode, PledgeKind
from cohorts.models.programme import Programme
from cohorts.models.requirements import Requirement, from_json
from courses.models.catalogue import CoursePage
from courses.models.modules import ModulePage
from people.enums import Committee, Post
from people.models.elections import Election, Seat, SeatQuerySet
from people.models.organisation import OrgUnit
from people.roles import Scope


class CohortQuerySet(models.QuerySet["Cohort"]):
    """Cohorts, chained as one reads them."""

    def visible_to(self, scope: Scope, permission: str = "cohorts.view") -> "CohortQuerySet":
        """Those of units for which the permission was granted."""
        return self.filter(scope.within(permission, "unit__path"))

    def running(self) -> "CohortQuerySet":
        """Those that have opened and not closed."""
        return self.filter(state=CohortState.OPEN)


class Cohort(models.Model):
    """A 培训班: whom it must cover, what it teaches (pinned at opening), what completing it asks for."""

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="cohorts", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=100)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="cohorts", verbose_name=_("programme")
    )
    run_number = models.PositiveSmallIntegerField(_("run"), null=True, blank=True, validators=[MinValueValidator(1)])
    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="+", verbose_name=_("course"))
    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("organizer")
    )
    state = models.CharField(_("state"), max_length=10, choices=CohortState, default=CohortState.DRAFT)
    issue_mode = models.CharField(
        _("certificates are issued"), max_length=10, choices=IssueMode, default=IssueMode.APPROVAL
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # What the tree is made from when the cohort opens; afterwards `requirements` alone counts.
    modules_needed = models.PositiveSmallIntegerField(
        _("modules needed"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    with_examination = models.BooleanField(_("final examination"), default=True)
    pledge_kinds = models.JSONField(_("pledges"), default=list, blank=True)  # PledgeKind values
    requirements = models.JSONField(default=dict)  # pinned when the cohort opens; see requirements.py

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        ordering = ["-starts_on", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="cohort_name_once",
                violation_error_message=_("The unit already has a cohort of this name."),
            ),
            models.UniqueConstraint(
                fields=["programme", "run_number"],
                name="cohort_run_once",
                violation_error_message=_("The programme already has a run of this number."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="cohort_ends_after_start",
                violation_error_message=_("The cohort must not end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def requirement_tree(self) -> Requirement:
        """What completion asks for; only a cohort that has opened has one."""
        return from_json(self.requirements)

    @property
    def pledge_labels(self) -> list[str]:
        """The pledges it asks for, in words."""
        return [str(PledgeKind(kind).label) for kind in self.pledge_kinds]

    @property
    def is_draft(self) -> bool:
        """Whether everything about it may still change."""
        return self.state == CohortState.DRAFT

    @property
    def is_open(self) -> bool:
        """Whether people are learning in it."""
        return self.state == CohortState.OPEN


class CohortModule(models.Model):
    """A module as this cohort learns it: the published revision it was pinned to, and what that said."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="modules")
    module = models.ForeignKey(ModulePage, on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=255)
    kind = models.CharField(max_length=20)
    credit_hours = models.DecimalField(max_digits=4, decimal_places=1)
    payload = models.JSONField()  # the revision's content, stored beside its id

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "module"], name="cohort_module_once"),
            models.UniqueConstraint(fields=["cohort", "position"], name="cohort_module_position_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def has_reveal(self) -> bool:
        """Whether this case study tells at its end what really happened (a stream is stored as text)."""
        return self.payload.get("reveal", "[]") not in {"", "[]"}


class EnrollmentRule(models.Model):
    """Whom the cohort must cover: seats of a subtree, in some posts, newly elected or all (应训)."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="rules")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    election = models.ForeignKey(
        Election, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("election")
    )
    committee = models.CharField(_("committee"), max_length=12, choices=Committee, blank=True)
    posts = models.JSONField(_("posts"), default=list, blank=True)  # Post values; empty: every post
    newly_elected_only = models.BooleanField(_("newly elected only"), default=False)

    class Meta:
        verbose_name = _("enrollment rule")

    def __str__(self) -> str:
        return f"{self.unit_id} → {self.cohort_id}"

    @property
    def posts_label(self) -> str:
        """Which seats it names, in words."""
        posts = [str(Post(post).label) for post in self.posts] or [str(_("every post"))]
        return " · ".join([*([str(Committee(self.committee).label)] if self.committee else []), *posts])

    def seats(self, day: date) -> SeatQuerySet:
        """The seats that the rule names, held on that day."""
        seats = Seat.objects.held_on(day).under(self.unit)
        if self.election_id is not None:
            seats = seats.filter(election=self.election_id)
        if self.committee:
            seats = seats.filter(committee=self.committee)
        if self.posts:
            seats = seats.filter(post__in=self.posts)
        if self.newly_elected_only:
            seats = seats.filter(newly_elected=True)
        return seats
