"""The states that questions, papers, sittings and attempts can have."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class QuestionStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEWED = "reviewed", _("Reviewed")
    RETIRED = "retired", _("Retired")


class SittingState(models.TextChoices):
    DRAFT = "draft", _("In preparation")
    PUBLISHED = "published", _("Published")
    RELEASED = "released", _("Results released")


class AttemptState(models.TextChoices):
    IN_PROGRESS = "in_progress", _("In progress")
    SUBMITTED = "submitted", _("Submitted")
    AUTO_SUBMITTED = "auto_submitted", _("Submitted by the clock")
    VOIDED = "voided", _("Voided")


class MarkingState(models.TextChoices):
    NONE = "", _("Not yet graded")
    AUTO_GRADED = "auto_graded", _("Graded")
    NEEDS_MARKING = "needs_marking", _("Needs marking")
    MARKED = "marked", _("Marked")
    RELEASED = "released", _("Released")


class Counting(models.TextChoices):
    BEST = "best", _("Best attempt")
    LAST = "last", _("Last attempt")
    FIRST = "first", _("First attempt")
