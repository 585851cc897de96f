"""The form of the import page: a file, or text that was pasted, and what it is."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.domain.importing.reading import FileFormat, likely_format
from common.sheets import MAX_BYTES


class ImportForm(forms.Form):
    """Questions as a file or as text; the format is told by the file's name where nobody says it."""

    file = forms.FileField(
        label=_("File with questions"),
        required=False,
        help_text=_(
            "Excel workbook (.xlsx), CSV, Moodle XML, QTI package (.zip), GIFT, Aiken or plain text, of at most 20 MB."
        ),
        error_messages={"empty": _("The file is empty. Please choose the file with the questions.")},
        max_length=255,
    )
    text = forms.CharField(
        label=_("Or paste the questions here"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=_("Copied from Word as it is: numbers, options, 答案 and 解析, or the answers at the end."),
    )
    file_format = forms.ChoiceField(
        label=_("Format"),
        required=False,
        choices=[("", _("To be told by the file itself")), *FileFormat.choices],
    )

    def clean_file(self) -> UploadedFile | None:
        """Refuse at the door what no worker could read."""
        file: UploadedFile | None = self.cleaned_data["file"]
        if file and (file.size or 0) > MAX_BYTES:
            raise ValidationError(_("The file is larger than 20 MB. Please take pictures out of it, or divide it."))
        return file

    def clean(self) -> dict[str, Any]:
        """One of the two must be there, and only one."""
        cleaned = super().clean() or self.cleaned_data
        file, text = cleaned.get("file"), cleaned.get("text", "").strip()
        if "file" not in self.errors and not file and not text:
            self.add_error("file", _("Please choose a file, or paste the questions below."))
        if file and text:
            self.add_error("text", _("There are both a file and text here. Please empty one of them."))
        return cleaned

    def upload(self) -> tuple[str, bytes, str]:
        """Return name, content and format of what was sent."""
        file: UploadedFile | None = self.cleaned_data["file"]
        chosen = self.cleaned_data["file_format"]
        if file:
            return str(file.name), file.read(), chosen or likely_format(str(file.name))
        return gettext("Pasted text"), self.cleaned_data["text"].encode(), chosen or FileFormat.TEXT
