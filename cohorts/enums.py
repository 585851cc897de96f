"""The states that cohorts, enrollments and progress can have."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CohortState(models.TextChoices):
    DRAFT = "draft", _("In preparation")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class EnrollmentState(models.TextChoices):
    ACTIVE = "active", _("Active")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CONCLUDED = "concluded", _("Concluded")


class EnrolledBy(models.TextChoices):
    RULE = "rule", _("By rule")
    HAND = "hand", _("By hand")


class ProgressState(models.TextChoices):
    STARTED = "started", _("Started")
    FINISHED = "finished", _("Finished")


class RunState(models.TextChoices):
    RUNNING = "running", _("Running")
    ENDED = "ended", _("Ended")


class IssueMode(models.TextChoices):
    APPROVAL = "approval", _("When the organizer approves")
    AUTOMATIC = "automatic", _("As soon as everything is done")
