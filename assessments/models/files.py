"""Files that were handed in as answers: their bytes lie in private storage, what is said of them here."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.attempts import AttemptItem


class AnswerFile(models.Model):
    """One file of one item of one attempt. Whether it still belongs to the answer is for the answer to say."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)  # the name in storage
    item = models.ForeignKey(AttemptItem, on_delete=models.PROTECT, related_name="files")
    digest = models.CharField(_("digest"), max_length=64, db_index=True)
    name = models.CharField(_("name of the file"), max_length=150)
    type = models.CharField(_("type of file"), max_length=10)
    size = models.PositiveIntegerField(_("size"))
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = _("file of an answer")
        ordering = ["received_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "digest"], name="answer_file_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Where the bytes lie in private storage; the name that people gave is no part of it."""
        return f"answers/{self.uuid}"
