"""Cohorts: a class owned by a unit, pinned to the revisions it opened with."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from cohorts.enums import CohortState, IssueMode
from cohorts.models.programme import Programme
from cohorts.models.requirements import Requirement, from_json
from courses.models.catalogue import CoursePage
from courses.models.modules import ModulePage
from people.enums import Committee
from people.models.elections import Election
from people.models.organisation import OrgUnit
from people.roles import Scope


class CohortQuerySet(models.QuerySet["Cohort"]):
    def visible_to(self, scope: Scope, permission: str = "cohorts.view") -> "CohortQuerySet":
        return self.filter(scope.within(permission, "unit__path"))


class Cohort(models.Model):
    """A 培训班: whom it must cover, what it teaches (pinned at opening), what completing it asks for."""

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="cohorts")
    name = models.CharField(_("name"), max_length=100)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="cohorts")
    run_number = models.PositiveSmallIntegerField(_("run"), null=True, blank=True)
    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="+", verbose_name=_("course"))
    organizer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=CohortState, default=CohortState.DRAFT)
    issue_mode = models.CharField(_("certificates are issued"), max_length=10, choices=IssueMode, default=IssueMode.APPROVAL)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    requirements = models.JSONField(default=dict)  # pinned when the cohort opens; see requirements.py

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        ordering = ["-starts_on", "name"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="cohort_name_once"),
            models.UniqueConstraint(fields=["programme", "run_number"], name="cohort_run_once"),
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="cohort_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def requirement_tree(self) -> Requirement:
        return from_json(self.requirements)


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


class EnrollmentRule(models.Model):
    """Whom the cohort must cover: seats of a subtree, in some posts, newly elected or all (应训)."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="rules")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    election = models.ForeignKey(Election, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    committee = models.CharField(_("committee"), max_length=12, choices=Committee, blank=True)
    posts = models.JSONField(_("posts"), default=list)  # Post values; empty: every post
    newly_elected_only = models.BooleanField(_("newly elected only"), default=False)
