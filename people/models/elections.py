"""Elections, the terms they open, and the seats that people hold."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.enums import Committee, Post, SeatEnd
from people.models.organisation import OrgUnit
from people.roles import Scope


class Term(models.Model):
    """The years for which an election seats its committees (届)."""

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="terms")
    name = models.CharField(_("name"), max_length=100)
    begins_on = models.DateField(_("begins on"))
    ends_on = models.DateField(_("ends on"))

    class Meta:
        verbose_name = _("term")
        constraints = [
            models.UniqueConstraint(fields=["unit", "begins_on"], name="term_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("begins_on")), name="term_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ElectionQuerySet(models.QuerySet["Election"]):
    def visible_to(self, scope: Scope, permission: str = "people.import") -> "ElectionQuerySet":
        return self.filter(scope.within(permission, "unit__path"))


class Election(models.Model):
    """One 换届 of a unit and its subtree: a date, and the term it opens."""

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="elections")
    name = models.CharField(_("name"), max_length=100)
    held_on = models.DateField(_("held on"))
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="elections")
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = ElectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("election")
        verbose_name_plural = _("elections")
        ordering = ["-held_on"]
        constraints = [models.UniqueConstraint(fields=["unit", "held_on"], name="election_once")]

    def __str__(self) -> str:
        return self.name


class SeatQuerySet(models.QuerySet["Seat"]):
    """Seats, chained as one reads them."""

    def held_on(self, day: date) -> "SeatQuerySet":
        """Seats that somebody sits in on that day."""
        return self.filter(models.Q(ended_on=None) | models.Q(ended_on__gt=day), started_on__lte=day)

    def current(self) -> "SeatQuerySet":
        """Seats that have not ended."""
        return self.filter(ended_on=None)

    def under(self, unit: OrgUnit) -> "SeatQuerySet":
        """Seats of the unit and of everything below it."""
        return self.filter(unit__path__startswith=unit.path)

    def visible_to(self, scope: Scope, permission: str = "people.view") -> "SeatQuerySet":
        return self.filter(scope.within(permission, "unit__path"))


class Seat(models.Model):
    """That a person sits on a committee of a unit, in a post, for a term; it begins and ends, and is never deleted."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seats")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="seats")
    committee = models.CharField(_("committee"), max_length=12, choices=Committee)
    post = models.CharField(_("post"), max_length=20, choices=Post)
    is_single = models.BooleanField(_("held by one person at a time"), default=False)
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="seats")
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="seats", null=True)
    newly_elected = models.BooleanField(_("newly elected"), default=False)
    started_on = models.DateField(_("started on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.CharField(_("how it ended"), max_length=10, choices=SeatEnd, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "committee", "post"],
                condition=models.Q(ended_on=None, is_single=True),
                name="seat_single_post_held_once",
            ),
            models.UniqueConstraint(
                fields=["person", "unit", "committee", "post"],
                condition=models.Q(ended_on=None),
                name="seat_person_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("started_on")),
                name="seat_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_post_display()} ({self.unit_id})"
