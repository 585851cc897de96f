"""Attempts, their items in the order drawn, and every write of every answer."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.enums import AttemptState, MarkingState
from assessments.models.sittings import Sitting, SittingItem
from cohorts.models.enrollment import Enrollment


class Attempt(models.Model):
    """One person's answering of one sitting."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="attempts")
    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=15, choices=AttemptState, default=AttemptState.IN_PROGRESS)
    marking = models.CharField(max_length=15, choices=MarkingState, blank=True, default=MarkingState.NONE)
    started_at = models.DateTimeField(_("started"))
    due_at = models.DateTimeField(_("due"))
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("attempt")
        constraints = [
            models.UniqueConstraint(fields=["sitting", "enrollment", "number"], name="attempt_number_once"),
            models.UniqueConstraint(
                fields=["sitting", "enrollment"],
                condition=models.Q(state="in_progress"),
                name="attempt_one_in_progress",
            ),
        ]


class AttemptItem(models.Model):
    """An item as this attempt shows it: its place and the order of its options, drawn once and stored."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="items")
    item = models.ForeignKey(SittingItem, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    option_order = models.JSONField(default=list)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="attempt_item_position_once"),
            models.UniqueConstraint(fields=["attempt", "item"], name="attempt_item_once"),
        ]


class Answer(models.Model):
    """One write, kept for ever; the highest revision that is not late is the answer."""

    item = models.ForeignKey(AttemptItem, on_delete=models.PROTECT, related_name="answers")
    revision = models.PositiveIntegerField()
    operation = models.UUIDField()
    response = models.JSONField()
    received_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "revision"], condition=models.Q(is_late=False), name="answer_once")
        ]
