"""Integrity pledges: the text, the ceremony, the signed record."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, Revision, RevisionMixin

from certificates.enums import PledgeKind, PledgeState
from cohorts.models.enrollment import Enrollment


class PledgeText(DraftStateMixin, RevisionMixin, models.Model):
    """The words of a pledge, with revisions; what is signed is one published revision of it."""

    kind = models.CharField(_("kind"), max_length=12, choices=PledgeKind)
    title = models.CharField(_("title"), max_length=100)
    preamble = models.TextField(_("preamble"), blank=True)
    clauses = models.JSONField(_("clauses"), default=list)  # list of str
    triggers = models.JSONField(_("resignation triggers"), default=list)  # list of str
    effective_on = models.DateField(_("effective from"))

    class Meta:
        verbose_name = _("pledge text")
        verbose_name_plural = _("pledge texts")

    def __str__(self) -> str:
        return self.title


class Pledge(models.Model):
    """One person's pledge of one text: due, signed, countersigned; never deleted."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="pledges")
    text = models.ForeignKey(PledgeText, on_delete=models.PROTECT, related_name="pledges")
    state = models.CharField(_("state"), max_length=15, choices=PledgeState, default=PledgeState.DUE)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.CharField(_("number"), max_length=24, unique=True, null=True)
    token = models.CharField(max_length=32, unique=True, null=True)
    wording = models.TextField(blank=True)  # the exact canonical text that was signed
    wording_digest = models.CharField(max_length=64, blank=True)
    ink = models.JSONField(null=True)
    evidence = models.JSONField(null=True)
    evidence_digest = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField(null=True)
    countersigned_at = models.DateTimeField(null=True)
    countersigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    return_reason = models.CharField(max_length=300, blank=True)
    file = models.CharField(max_length=255, blank=True)
    file_digest = models.CharField(max_length=64, blank=True)
    signed_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("pledge")
        constraints = [models.UniqueConstraint(fields=["enrollment", "text"], name="pledge_once")]

    def __str__(self) -> str:
        return self.number or str(self.uuid)


class PledgeSession(models.Model):
    """One opening of the ceremony: what was shown, when each paragraph was read, and the nonce that signs once."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="sessions")
    nonce = models.CharField(max_length=32, unique=True)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    wording_digest = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    steps = models.JSONField(default=list)  # [{"step": n, "at": iso}]
    reauthenticated_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
