"""The states that cohorts, enrollments, progress and runs can have."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CohortState(models.TextChoices):
    DRAFT = "draft", _("In preparation")
    OPEN = "open", pgettext_lazy("cohort", "Open")
    CLOSED = "closed", pgettext_lazy("cohort", "Closed")


class EnrollmentState(models.TextChoices):
    ACTIVE = "active", _("In training")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CONCLUDED = "concluded", _("Training completed")


class EnrolledBy(models.TextChoices):
    RULE = "rule", _("By rule")
    HAND = "hand", _("By hand")


class ChangeKind(models.TextChoices):
    """What can happen to an enrollment."""

    ENROLLED = "enrolled", _("Enrolled")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    RETURNED = "returned", _("Enrolled again")
    CONCLUDED = "concluded", _("Training completed")


class ProgressState(models.TextChoices):
    STARTED = "started", _("Started")
    FINISHED = "finished", _("Finished")


class RunState(models.TextChoices):
    RUNNING = "running", _("Running")
    ENDED = "ended", _("Ended")


class IssueMode(models.TextChoices):
    APPROVAL = "approval", _("When the organizer approves")
    AUTOMATIC = "automatic", _("As soon as everything is done")


class PledgeKind(models.TextChoices):
    """The pledges that a cohort can ask for; certificates holds their texts."""

    DUTY = "duty", _("Performance of duties")
    INTEGRITY = "integrity", _("Integrity")
    RESIGNATION = "resignation", _("Resignation")
