"""Integrity pledges: the text, the ceremony, the signed record."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, Revision, RevisionMixin

from certificates.enums import SIGNABLE, CountersignOrder, PledgeKind, PledgeState, Proof
from cohorts.models.enrollment import Enrollment
from people.models.accounts import User
from people.roles import Scope


class PledgeTextQuerySet(models.QuerySet["PledgeText"]):
    def in_force(self, day: date) -> "PledgeTextQuerySet":
        """Published and effective on that day, the newest first."""
        return self.filter(live=True, effective_on__lte=day).order_by("-effective_on", "-pk")


class PledgeText(DraftStateMixin, RevisionMixin, models.Model):
    """The words of a pledge, with revisions; what is signed is one published revision of it."""

    kind = models.CharField(_("kind"), max_length=12, choices=PledgeKind)
    title = models.CharField(_("title"), max_length=100)
    preamble = models.TextField(_("opening sentence"), blank=True)
    clauses = models.TextField(_("clauses"), help_text=_("One clause on each line, without numbers."))
    triggers = models.TextField(
        _("resignation triggers"), blank=True, help_text=_("One on each line. The signer ticks them one by one.")
    )
    effective_on = models.DateField(_("effective from"))
    bundle = models.CharField(
        _("signed together as"),
        max_length=40,
        blank=True,
        help_text=_("Texts with the same words here are read and signed in one go, each as a pledge of its own."),
    )

    countersigners = models.CharField(
        _("countersigned by"), max_length=10, choices=CountersignOrder, default=CountersignOrder.ORGANIZER
    )

    objects = PledgeTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge text")
        verbose_name_plural = _("pledge texts")

    def __str__(self) -> str:
        return self.title

    @property
    def clause_list(self) -> list[str]:
        return _lines(self.clauses)

    @property
    def trigger_list(self) -> list[str]:
        return _lines(self.triggers)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def visible_to(self, scope: Scope, permission: str = "cohorts.view") -> "PledgeQuerySet":
        """Those of cohorts that the permission covers."""
        return self.filter(scope.within(permission, "enrollment__cohort__unit__path"))

    def signable(self) -> "PledgeQuerySet":
        """Those that wait for their signer."""
        return self.filter(state__in=SIGNABLE)

    def by_ceremony(self) -> "PledgeQuerySet":
        """Of the texts that one person signs together only the first; `together` says whether there are more."""
        mates = (
            Pledge.objects.signable()
            .exclude(text__bundle="")
            .filter(enrollment=models.OuterRef("enrollment"), text__bundle=models.OuterRef("text__bundle"))
        )
        earlier = models.Exists(mates.filter(text__lt=models.OuterRef("text")))
        return self.exclude(earlier).annotate(together=models.Exists(mates.exclude(text=models.OuterRef("text"))))

    def waiting_first(self) -> "PledgeQuerySet":
        """What waits for the countersignature, the oldest first; then what waits for its signer; then the rest."""
        rank = models.Case(
            models.When(state=PledgeState.SIGNED, then=0),
            models.When(state__in=SIGNABLE, then=1),
            default=2,
        )
        return self.order_by(rank, "signed_at", "pk")

    def furthest_last(self) -> "PledgeQuerySet":
        """What is still to be signed, then signed, then countersigned; each in the order in which it was asked for."""
        rank = models.Case(
            models.When(state=PledgeState.COUNTERSIGNED, then=2),
            models.When(state=PledgeState.SIGNED, then=1),
            default=0,
        )
        return self.order_by(rank, "pk")

    def with_people(self) -> "PledgeQuerySet":
        """With everybody and everything that the printed pledge names."""
        return self.select_related(
            "text", "endorsed_by", "countersigned_by", "enrollment__person", "enrollment__unit", "enrollment__seat",
            "enrollment__cohort__unit",
        )  # fmt: skip


class Pledge(models.Model):
    """One person's pledge of one text: due, signed, countersigned; never deleted.

    What was signed stands here as it is in force, and for every signing, returned ones too, in its session.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="pledges")
    text = models.ForeignKey(PledgeText, on_delete=models.PROTECT, related_name="pledges")
    state = models.CharField(_("state"), max_length=15, choices=PledgeState, default=PledgeState.DUE)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.CharField(_("number"), max_length=24, unique=True, null=True)
    token = models.CharField(max_length=32, unique=True, null=True)  # 128 random bits, hex
    wording = models.TextField(blank=True)  # the exact canonical text that was signed
    wording_digest = models.CharField(max_length=64, blank=True)
    parties = models.JSONField(default=dict)  # person, organisation, countersigner: named as on the day of their act
    ink = models.JSONField(null=True)
    evidence = models.JSONField(null=True)
    evidence_digest = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField(_("signed"), null=True)
    endorsed_at = models.DateTimeField(_("countersigned by the secretary"), null=True)
    endorsed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    countersigned_at = models.DateTimeField(_("countersigned"), null=True)
    countersigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    return_reason = models.CharField(_("why it was returned"), max_length=300, blank=True)
    file = models.CharField(max_length=255, blank=True)
    file_digest = models.CharField(max_length=64, blank=True, db_index=True)
    signed_digest = models.CharField(max_length=64, blank=True, db_index=True)
    key_id = models.CharField(max_length=64, blank=True)  # SHA-256 of the signer's certificate
    file_problem = models.CharField(max_length=300, blank=True)  # why it could not be printed, for a person to mend

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        constraints = [models.UniqueConstraint(fields=["enrollment", "text"], name="pledge_once")]

    def __str__(self) -> str:
        return self.number or str(self.uuid)

    @property
    def chain_name(self) -> str:
        """The name under which the record chain knows it, once it is signed."""
        return f"pledge:{self.number}"

    def concerns(self, user: User) -> bool:
        """Whether somebody signed or witnessed it, and therefore leaves the countersigning to others."""
        return self.enrollment.person_id == user.pk or self.parties.get("witness", {}).get("id") == str(user.pk)

    @property
    def is_signable(self) -> bool:
        return self.state in SIGNABLE


class PledgeSession(models.Model):
    """One opening of the ceremony: when each part was read, and the nonce that signs once all that was shown."""

    nonce = models.CharField(max_length=32, unique=True)
    pledges = models.ManyToManyField(Pledge, through="ShownText", related_name="sessions")
    witness = models.ForeignKey(  # who reads aloud, on a device of their own, to somebody who cannot read
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    opened_at = models.DateTimeField()
    step_shown_at = models.DateTimeField()  # when the part now before the reader was first shown
    steps = models.JSONField(default=list)  # [{"step": n, "at": iso}]
    typed_name = models.CharField(max_length=50, blank=True)
    confirmed_at = models.DateTimeField(null=True)  # triggers ticked, name typed
    ink = models.JSONField(null=True)  # strokes of [x, y, ms], in a box 1000 wide; [] where the name is the signature
    drawn_at = models.DateTimeField(null=True)
    reauthenticated_at = models.DateTimeField(null=True)
    proof = models.CharField(max_length=10, choices=Proof, blank=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.pk} {self.opened_at:%Y-%m-%d %H:%M}"


class ShownText(models.Model):
    """One text of a ceremony: the revision and the digest of what was shown and, once signed, the evidence."""

    session = models.ForeignKey(PledgeSession, on_delete=models.PROTECT, related_name="shown")
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="shown")
    position = models.PositiveSmallIntegerField(default=1)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    wording_digest = models.CharField(max_length=64)
    evidence = models.JSONField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["session", "pledge"], name="shown_text_once")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.position}"
