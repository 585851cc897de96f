"""An uploaded roster on its way from file to seats."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.enums import ImportState
from people.models.elections import Election
from people.models.organisation import OrgUnit
from people.roles import Scope


class RosterImportQuerySet(models.QuerySet["RosterImport"]):
    """Imports, chained as one reads them."""

    def visible_to(self, scope: Scope) -> "RosterImportQuerySet":
        """Those of units for which the person may import."""
        return self.filter(scope.within("people.import", "unit__path"))


class RosterImport(models.Model):
    """One upload: its encrypted files, how far it got, and what was found.

    The upload itself is gone as soon as it has been read, the rows as soon as they are applied; the sheet to
    mend stays a month (people.domain.roster.imports).
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)  # The folder of its files.
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    election = models.ForeignKey(Election, on_delete=models.PROTECT, null=True, related_name="imports")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("file name"), max_length=255)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)  # docs/reference/roster-columns.md; never an ID number
    language = models.CharField(max_length=10, default="zh-hans")  # Of whoever will read the report.
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField()  # The last sign of life: an import without one for long is taken up again.
    finished_at = models.DateTimeField(null=True)

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("roster import")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_under_way(self) -> bool:
        """Is something being done, or about to be?"""
        return self.state in {
            ImportState.WAITING,
            ImportState.READING,
            ImportState.CHECKING,
            ImportState.ORDERED,
            ImportState.APPLYING,
        }

    @property
    def is_of_no_use(self) -> bool:
        """Could it not be read, or does it hold no good row?"""
        if self.state == ImportState.CHECKED:
            return not self.report.get("accepted")
        return self.state == ImportState.FAILED

    def path_of(self, what: str) -> str:
        """Where one of its files ("upload", "rows", "mend") lies in private storage."""
        return f"rosters/{self.key}/{what}"
