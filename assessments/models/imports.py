"""A question file on its way into a bank."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.banks import Bank
from people.enums import ImportState


class QuestionImport(models.Model):
    """One upload: its encrypted files, how far it got, and what was found.

    The upload is kept until its questions are in, for it is checked once more then; the sheet to mend stays a month
    (assessments.domain.importing.imports).
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)  # The folder of its files.
    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="imports")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("file name"), max_length=255)
    file_format = models.CharField(max_length=12)  # assessments.domain.importing.reading.FileFormat
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)  # docs/reference/question-files.md
    language = models.CharField(max_length=10, default="zh-hans")  # Of whoever will read the report.
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField()  # The last sign of life: an import without one for long is taken up again.
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("question import")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_under_way(self) -> bool:
        """Is something being done, or about to be?"""
        return self.state not in {ImportState.CHECKED, ImportState.APPLIED, ImportState.FAILED}

    def path_of(self, what: str) -> str:
        """Where one of its files ("upload", "preview", "mend") lies in private storage."""
        return f"questions/{self.key}/{what}"
