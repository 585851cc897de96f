"""The states that documents can have."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cohorts.enums import PledgeKind as PledgeKind  # A cohort asks for pledges by kind; the texts stand here.


class PledgeState(models.TextChoices):
    DUE = "due", _("To be signed")
    SIGNED = "signed", _("Signed")
    RETURNED = "returned", _("Returned")
    COUNTERSIGNED = "countersigned", _("Countersigned")


class CountersignOrder(models.TextChoices):
    """Who countersigns a pledge of a text, and in which order."""

    ORGANIZER = "organizer", _("The organizer")
    SECRETARY_FIRST = "secretary", _("First the secretary of the signer's unit, then the organizer")


class Proof(models.TextChoices):
    """Whose password stood for the signing: the account that signs, or, beside a signature by hand, the witness."""

    SIGNER = "signer", _("The signer's own password")
    WITNESS = "witness", _("The password of the witness")


class ReviewKind(models.TextChoices):
    """When a pledge is held against what was done."""

    YEARLY = "yearly", _("Yearly review")
    MID_TERM = "mid_term", _("Mid-term review")


class Finding(models.TextChoices):
    """What a review finds on a clause."""

    KEPT = "kept", pgettext_lazy("clause", "Kept")
    PARTLY = "partly", pgettext_lazy("clause", "Partly kept")
    NOT_KEPT = "not_kept", pgettext_lazy("clause", "Not kept")


SIGNABLE = (PledgeState.DUE, PledgeState.RETURNED)
SIGNED = (PledgeState.SIGNED, PledgeState.COUNTERSIGNED)


class CertificateState(models.TextChoices):
    RESERVED = "reserved", _("Being made")
    ISSUED = "issued", _("Issued")
    REVOKED = "revoked", _("Revoked")
    REPLACED = "replaced", _("Replaced")
    VOID = "void", _("Void")


class JobState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    CANCELED = "canceled", _("Canceled")
    FAILED = "failed", _("Failed")


class ItemState(models.TextChoices):
    DONE = "done", _("Done")
    OPEN = "open", _("Still to do")
    WAITING = "waiting", _("Waiting")
    UNREACHABLE = "unreachable", _("Can no longer be reached")


class SealStyle(models.TextChoices):
    SPECIMEN = "specimen", _("Specimen")
    TRAINING = "training", _("Training seal")


class Orientation(models.TextChoices):
    LANDSCAPE = "landscape", _("Across")
    PORTRAIT = "portrait", _("Upright")


class DesignLanguage(models.TextChoices):
    CHINESE = "zh-hans", _("Simplified Chinese")
    ENGLISH = "en", _("English")


class VerdictWord(models.TextChoices):
    GENUINE = "genuine", _("Genuine")
    ALTERED = "altered", _("Altered")
    ROLLED_BACK = "rolled-back", _("An earlier version")
    REPLACED = "replaced", _("Replaced")
    REVOKED = "revoked", _("Revoked")
    UNKNOWN = "unknown", _("Not found")
