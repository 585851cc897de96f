"""Attempts, their items in the order drawn, and every write of every answer."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.enums import AttemptState, MarkingState, Medium
from assessments.kinds import registry
from assessments.models.sittings import Sitting, SittingItem
from cohorts.models.enrollment import Enrollment


class AttemptQuerySet(models.QuerySet["Attempt"]):
    """Attempts, chained as one reads them."""

    def in_progress(self) -> "AttemptQuerySet":
        """Those that still take answers."""
        return self.filter(state=AttemptState.IN_PROGRESS)

    def answerable_on(self, device: str) -> "AttemptQuerySet":
        """Those in progress that this device holds, or none yet; a form on paper is answered on no device."""
        return self.in_progress().filter(holder__in=["", device], medium=Medium.ONLINE)

    def on_paper(self) -> "AttemptQuerySet":
        """Those answered on a printed form."""
        return self.filter(medium=Medium.PAPER)

    def counted(self) -> "AttemptQuerySet":
        """Those that count as sat or being sat: all but the voided ones."""
        return self.exclude(state=AttemptState.VOIDED)

    def handed_in(self) -> "AttemptQuerySet":
        """Those that were submitted, by the taker or by the clock."""
        return self.filter(state__in=[AttemptState.SUBMITTED, AttemptState.AUTO_SUBMITTED])


class Attempt(models.Model):
    """One person's answering of one sitting. Its score is here; what counts for the person is the `Result`."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="attempts")
    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    medium = models.CharField(max_length=10, choices=Medium, default=Medium.ONLINE)
    state = models.CharField(max_length=15, choices=AttemptState, default=AttemptState.IN_PROGRESS)
    marking = models.CharField(max_length=15, choices=MarkingState, blank=True, default=MarkingState.NONE)
    holder = models.CharField(max_length=36, blank=True, editable=False)  # the device that answers
    epoch = models.PositiveIntegerField(default=0, editable=False)  # how often another device took over
    started_at = models.DateTimeField(_("begun at"))
    due_at = models.DateTimeField(_("due at"), null=True)  # None on paper: no clock closes what somebody must key in
    saved_at = models.DateTimeField(_("last saved"), null=True)
    finished_at = models.DateTimeField(_("handed in at"), null=True)
    total = models.DecimalField(_("total"), max_digits=16, decimal_places=9, null=True)
    maximum = models.DecimalField(_("maximum"), max_digits=8, decimal_places=2, null=True)
    percent = models.DecimalField(_("per cent"), max_digits=5, decimal_places=2, null=True)
    passed = models.BooleanField(_("passed"), null=True)
    sections = models.JSONField(default=list)  # {"title", "percent", "minimum", "passed"}, percentages as text

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        ordering = ["sitting", "enrollment", "number"]
        indexes = [models.Index(fields=["state", "due_at"])]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "enrollment", "number"], name="attempt_number_once"),
            models.UniqueConstraint(
                fields=["sitting", "enrollment"],
                condition=models.Q(state="in_progress"),
                name="attempt_one_in_progress",
            ),
            models.CheckConstraint(
                condition=models.Q(medium="online", due_at__isnull=False)
                | models.Q(medium="paper", due_at=None, holder=""),
                name="attempt_on_paper_has_no_clock",
            ),
            models.CheckConstraint(
                condition=models.Q(epoch=0) | ~models.Q(holder=""), name="attempt_taken_over_by_a_device"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The name of a paper whose taker is not told."""
        return self.uuid.hex[:6].upper()

    @property
    def sheet_code(self) -> str:
        """The code on its answer sheet, beside the name: another one than markers see, who are told no name."""
        code = self.uuid.hex[-8:].upper()
        return f"{code[:4]} {code[4:]}"

    @property
    def is_on_paper(self) -> bool:
        """Whether it is answered on a printed form."""
        return self.medium == Medium.PAPER

    @property
    def is_in_progress(self) -> bool:
        """Whether it still takes answers."""
        return self.state == AttemptState.IN_PROGRESS

    def is_held_elsewhere(self, device: str) -> bool:
        """Whether another device answers."""
        return self.holder not in {"", device}

    @property
    def is_released(self) -> bool:
        """Whether its taker may see its score."""
        return self.marking == MarkingState.RELEASED


class AttemptItem(models.Model):
    """An item as this attempt shows it: its place and the order of its options, drawn once and stored."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="items")
    item = models.ForeignKey(SittingItem, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    option_order = models.JSONField(default=list)
    needs_marking = models.BooleanField(default=False)
    marks_needed = models.PositiveSmallIntegerField(default=1)  # 1, 2, or 3 once two markers differ too much

    class Meta:
        verbose_name = _("attempt item")
        ordering = ["position"]
        indexes = [
            models.Index(fields=["attempt"], condition=models.Q(needs_marking=True), name="item_waits_for_marker")
        ]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="attempt_item_position_once"),
            models.UniqueConstraint(fields=["attempt", "item"], name="attempt_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}.{self.position}"

    def presented(self, response: dict[str, Any] | None = None) -> dict[str, Any]:
        """What the taker's browser may receive, with the options in the order drawn.

        The response matters only to a kind that shows itself step by step.
        """
        return registry.arrange(registry.present(self.item.snapshot, response), self.option_order)


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Answers, chained as one reads them."""

    def in_force(self) -> "AnswerQuerySet":
        """The one write per item that is the answer: the highest revision that was in time."""
        newer = Answer.objects.filter(
            item=models.OuterRef("item"), is_late=False, revision__gt=models.OuterRef("revision")
        )
        return self.filter(~models.Exists(newer), is_late=False)


class Answer(models.Model):
    """One write, kept for ever; the highest revision that is not late is the answer."""

    item = models.ForeignKey(AttemptItem, on_delete=models.PROTECT, related_name="answers")
    revision = models.PositiveIntegerField()
    operation = models.UUIDField()
    response = models.JSONField()
    received_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    # Who typed it from an answer sheet; nobody where its taker wrote it.
    keyed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        ordering = ["revision", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "revision"], condition=models.Q(is_late=False), name="answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} r{self.revision}"
