"""Sittings: a paper, or one case study, for a cohort in a window of time."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.enums import Counting, Markers, Reveal, SittingPurpose, SittingState, Void
from assessments.models.papers import Paper
from assessments.models.questions import QuestionVersion
from cohorts.models.cohort import Cohort, CohortModule
from people.roles import Scope


class SittingQuerySet(models.QuerySet["Sitting"]):
    """Sittings, chained as one reads them."""

    def visible_to(self, scope: Scope, permission: str = "sittings.manage") -> "SittingQuerySet":
        """Those of cohorts of the units for which the permission was granted."""
        return self.filter(scope.within(permission, "cohort__unit__path"))

    def published(self) -> "SittingQuerySet":
        """Those that trainees know of."""
        return self.exclude(state=SittingState.DRAFT)


class Sitting(models.Model):
    """When and under which rules a cohort answers. `key` is what the cohort's requirement tree names.

    A written case-study submission is a sitting of one case-analysis item: `module` instead of `paper`,
    its key "case-<position of the module>", its minutes None.

    A resit (补考) points to the sitting it repeats, never to another resit: the two and their like are a family,
    and the requirement that names the original is met by passing any of them.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="sittings")
    purpose = models.CharField(_("what it is for"), max_length=10, choices=SittingPurpose)
    key = models.SlugField(_("key"), editable=False)
    resit_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="resits",
        verbose_name=_("sitting that is repeated"),
    )
    name = models.CharField(_("name of the sitting"), max_length=100)
    paper = models.ForeignKey(
        Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="sittings", verbose_name=_("paper")
    )
    module = models.ForeignKey(CohortModule, on_delete=models.PROTECT, null=True, blank=True, related_name="sittings")
    state = models.CharField(_("state"), max_length=10, choices=SittingState, default=SittingState.DRAFT)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    minutes = models.PositiveSmallIntegerField(_("minutes allowed"), null=True, blank=True)
    attempts_allowed = models.PositiveSmallIntegerField(_("attempts allowed"), default=1)
    cooldown_minutes = models.PositiveSmallIntegerField(
        _("minutes between two attempts"), default=0, help_text=_("Counted from the end of the last one; 0 for none.")
    )
    counting = models.CharField(_("which attempt counts"), max_length=10, choices=Counting, default=Counting.BEST)
    pass_percent = models.DecimalField(_("pass mark in per cent"), max_digits=5, decimal_places=2, default=Decimal(60))
    shuffle = models.BooleanField(_("shuffle questions and options"), default=True)
    reveal = models.CharField(
        _("answers and explanations are shown"), max_length=15, choices=Reveal, default=Reveal.AFTER_CLOSE
    )
    markers = models.PositiveSmallIntegerField(_("markers per written answer"), choices=Markers, default=Markers.ONE)
    marking_threshold = models.DecimalField(
        _("largest difference, in per cent of the points"), max_digits=5, decimal_places=2, default=Decimal(15)
    )
    marking_step = models.DecimalField(
        _("step of a settled mark, in points"), max_digits=4, decimal_places=2, default=Decimal("0.5")
    )
    appeal_days = models.PositiveSmallIntegerField(
        _("days for an appeal"), default=3, help_text=_("Counted from the release; 0 for no appeals.")
    )
    appeal_answer_days = models.PositiveSmallIntegerField(_("days for the answer to an appeal"), default=5)
    published_at = models.DateTimeField(null=True, editable=False)
    released_at = models.DateTimeField(null=True, editable=False)

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        ordering = ["opens_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "key"], name="sitting_key_once"),
            models.UniqueConstraint(
                fields=["cohort"],
                condition=models.Q(purpose=SittingPurpose.FINAL, resit_of=None),
                name="sitting_final_once",
            ),
            models.CheckConstraint(
                condition=models.Q(purpose=SittingPurpose.CASE, module__isnull=False)
                | models.Q(purpose__in=SittingPurpose.of_papers(), module=None),
                name="sitting_purpose_fits",
            ),
            models.CheckConstraint(
                condition=models.Q(resit_of=None) | models.Q(module=None), name="sitting_resit_has_no_module"
            ),
            models.UniqueConstraint(
                fields=["resit_of"], condition=models.Q(state=SittingState.DRAFT), name="sitting_one_resit_prepared"
            ),
            models.CheckConstraint(condition=models.Q(closes_at__gt=models.F("opens_at")), name="sitting_closes_after"),
            models.CheckConstraint(
                condition=models.Q(paper=None, module__isnull=False) | models.Q(paper__isnull=False, module=None),
                name="sitting_paper_or_module",
            ),
            models.CheckConstraint(condition=models.Q(attempts_allowed__gte=1), name="sitting_allows_an_attempt"),
            models.CheckConstraint(
                condition=models.Q(pass_percent__gte=0, pass_percent__lte=100), name="sitting_pass_mark_is_a_percentage"
            ),
            models.CheckConstraint(condition=models.Q(markers__in=[1, 2]), name="sitting_has_one_or_two_markers"),
            models.CheckConstraint(
                condition=models.Q(marking_threshold__gte=0, marking_threshold__lte=100, marking_step__gt=0),
                name="sitting_marking_rules_make_sense",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_practice(self) -> bool:
        """Whether it counts for nothing and shows its answers as soon as one has handed in."""
        return self.purpose == SittingPurpose.PRACTICE

    @property
    def is_resit(self) -> bool:
        """Whether it gives those who failed another sitting one more."""
        return self.resit_of_id is not None

    @property
    def original_id(self) -> int:
        """The sitting that gives its family the name: itself, unless it is a resit."""
        return self.resit_of_id or self.pk

    @property
    def is_published(self) -> bool:
        """Whether trainees know of it."""
        return self.state != SittingState.DRAFT

    def is_open(self, at: datetime) -> bool:
        """Whether an attempt may begin at that moment."""
        return self.is_published and self.opens_at <= at < self.closes_at


class SittingDraw(models.Model):
    """A pool frozen when the sitting was published: each attempt has so many of its items, all worth the same."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="draws")
    number = models.PositiveSmallIntegerField()
    take = models.PositiveSmallIntegerField()
    points = models.DecimalField(max_digits=6, decimal_places=2)

    class Meta:
        verbose_name = _("pool of a sitting")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "number"], name="sitting_draw_once"),
            models.CheckConstraint(condition=models.Q(take__gt=0, points__gt=0), name="sitting_draw_takes_something"),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id}: {self.number}"


class SittingItem(models.Model):
    """An item frozen when the sitting was published: grading reads this and nothing live.

    Every attempt has the items without a pool; of a pool it has those that were drawn for it.
    """

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="items")
    draw = models.ForeignKey(SittingDraw, on_delete=models.PROTECT, null=True, related_name="items")
    position = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=100, blank=True)
    section_minimum = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, null=True, related_name="+")
    snapshot = models.JSONField()
    points = models.DecimalField(max_digits=6, decimal_places=2)
    void = models.CharField(max_length=10, choices=Void, blank=True, default=Void.NONE)
    # What a regrade put in the place of the key; what was shown stays as it was.
    key_version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, null=True, related_name="+")
    key_mapping = models.JSONField(default=dict)  # {"options": {"shown id": "id in the key, or nothing"}}

    class Meta:
        verbose_name = _("sitting item")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["sitting", "position"], name="sitting_item_once")]

    def __str__(self) -> str:
        return f"{self.sitting_id}.{self.position}"

    @property
    def key(self) -> dict[str, Any]:
        """The snapshot by which answers are graded: the one that was shown, unless a regrade chose another version."""
        return self.key_version.snapshot if self.key_version else self.snapshot
