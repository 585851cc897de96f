"""An uploaded roster on its way from file to seats."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.enums import ImportState
from people.models.elections import Election
from people.models.organisation import OrgUnit
from people.roles import Scope


class RosterImportQuerySet(models.QuerySet["RosterImport"]):
    def visible_to(self, scope: Scope) -> "RosterImportQuerySet":
        return self.filter(scope.within("people.import", "unit__path"))


class RosterImport(models.Model):
    """One upload: its file (private, encrypted, removed once applied), how far it got, and what was found."""

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    election = models.ForeignKey(Election, on_delete=models.PROTECT, null=True, related_name="imports")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("file name"), max_length=255)
    path = models.CharField(max_length=255)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)  # docs/reference/roster-columns.md; never an ID number
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("roster import")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name
