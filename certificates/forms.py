"""What is asked of people on the way to a document; the forms clean it and stop there."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from certificates.domain import pictures
from certificates.domain.clause_reviewing import ClauseFinding
from certificates.domain.ink import NoSignature, Strokes, read_strokes
from certificates.domain.pictures import Unreadable
from certificates.domain.proofreading import obstacles
from certificates.enums import Finding, Proof
from certificates.models.seals import Seal
from certificates.payloads import Unprintable
from certificates.pdf.proof import require_room
from certificates.pdf.wording import CERTIFICATE
from certificates.policy import PERMISSION, scope_in_cms
from cohorts.models.programme import Programme
from people.enums import Level
from people.models.accounts import User
from people.models.organisation import OrgUnit

MAX_FILE_BYTES = 5 * 1024 * 1024


class ConfirmForm(forms.Form):
    """Every trigger ticked one by one, and the full name typed."""

    triggers = forms.TypedMultipleChoiceField(
        label=_("Grounds for resignation"),
        help_text=_(
            "Ticking one means: I know it, and should it ever come about I resign of my own will. "
            "Tick each of them once you have read it."
        ),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please read and tick each of them.")},
    )
    typed_name = forms.CharField(
        label=_("Your full name"),
        help_text=_("Type it exactly as it stands on the roster."),
        error_messages={"required": _("Please type your full name.")},
        max_length=User.NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, triggers: Sequence[str], of: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if of:  # A witness ticks and types what the signer says.
            self.fields["typed_name"].label = _("Full name of the signer")
            self.fields["triggers"].help_text = _("Read each of them aloud, and tick it once the signer has agreed.")
        if triggers:
            field = self.fields["triggers"]
            field.choices = list(enumerate(triggers))  # type: ignore[attr-defined]
        else:
            del self.fields["triggers"]

    def refuse(self, wrong: Sequence[str]) -> None:
        """Say at each field what the ceremony refused."""
        words = {
            "triggers": _("Please read and tick each of them."),
            "typed_name": _("This is not the name on the roster. Check each character."),
        }
        for name in wrong:
            if name in self.fields and name not in self.errors:
                self.add_error(name, words[name])


class SignatureForm(forms.Form):
    """The strokes of a hand, or the choice to sign by the typed name."""

    strokes = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    by_name = forms.BooleanField(
        required=False,
        label=_("I cannot draw here. My typed name is my signature."),
        widget=forms.CheckboxInput(attrs={"data-signature-typed": ""}),
    )

    def clean(self) -> dict[str, Any]:
        """Either a signature that is one, or the typed name."""
        cleaned = super().clean() or {}
        self.drawn: Strokes = []
        if cleaned.get("by_name"):
            return cleaned
        try:
            self.drawn = read_strokes(cleaned.get("strokes") or "")
        except NoSignature as error:
            raise forms.ValidationError(
                _("Please sign your full name on the line, or tick that your typed name is your signature.")
            ) from error
        return cleaned


class PasswordForm(forms.Form):
    """The account's password once more."""

    wrong = _("This is not your login password.")

    password = forms.CharField(
        label=_("Your login password"),
        strip=False,
        error_messages={"required": _("Please enter your login password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class WitnessForm(PasswordForm):
    """What a witness vouches for, and whose password stands for it."""

    wrong = _("This is not the login password of that account.")

    read_aloud = forms.BooleanField(
        error_messages={"required": _("Tick this once you have read everything aloud and the signer agrees.")}
    )
    proof = forms.ChoiceField(label=_("Who proves it?"), widget=forms.RadioSelect, initial=Proof.SIGNER)

    field_order = ("read_aloud", "proof", "password")

    def __init__(self, *args: Any, signer: str, is_drawn: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {"name": signer}
        self.fields["read_aloud"].label = (
            _("I have read the whole text aloud to %(name)s, word by word, and %(name)s agrees to it") % names
        )
        ways = [(Proof.SIGNER, _("%(name)s enters their own login password") % names)]
        if is_drawn:  # Beside a typed name a witness alone would prove nothing.
            ways.append((Proof.WITNESS, _("%(name)s has signed by hand and has no password: I enter mine") % names))
        self.fields["proof"].choices = ways  # type: ignore[attr-defined]
        self.fields["password"].label = _("Login password")


class PostingForm(forms.Form):
    """From when until when pledges are public, and with which names."""

    from_on = forms.DateField(label=_("Shown from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until_on = forms.DateField(
        label=_("Shown until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    names = forms.ChoiceField(
        label=_("Names"),
        choices=[("masked", _("Surname and stars only")), ("full", _("In full"))],
        initial="masked",
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        """A time that ends after it begins."""
        cleaned = super().clean() or {}
        if "from_on" in cleaned and "until_on" in cleaned and cleaned["until_on"] < cleaned["from_on"]:
            self.add_error("until_on", _("It has to be the same day as the first or a later one."))
        return cleaned


class ReasonForm(forms.Form):
    """Why a pledge is returned or a certificate revoked; the person concerned reads it."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The person concerned will read it."),
        error_messages={"required": _("Please give the reason.")},
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class KeepForm(forms.Form):
    """Why a certificate stands although something it rested on has changed."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is kept with the certificate."),
        error_messages={"required": _("Please give the reason.")},
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ClauseReviewForm(forms.Form):
    """A finding on each clause of the signed text, a word to it unless it is kept, and one on the whole."""

    number = forms.IntegerField(min_value=1, max_value=1000, widget=forms.HiddenInput)
    wording_digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    reviewed_on = forms.DateField(
        label=_("Day of the review"),
        error_messages={"required": _("Give the day of the review.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    remark = forms.CharField(
        label=_("On the whole"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    reason = forms.CharField(
        label=_("Why it is corrected"),
        help_text=_("The person concerned will read it."),
        error_messages={"required": _("Please give the reason.")},
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, clauses: Sequence[str], signed_on: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clauses, self.signed_on, self.today = clauses, signed_on, today
        for place, clause in enumerate(clauses, start=1):
            self.fields[f"finding_{place}"] = forms.ChoiceField(
                label=f"{place}. {clause}",
                choices=Finding.choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose what was found on clause %(place)d.") % {"place": place}},
            )
            self.fields[f"remark_{place}"] = forms.CharField(
                label=_("What was found on clause %(place)d") % {"place": place},
                help_text=_("Needed unless the clause is kept."),
                required=False,
                max_length=300,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        if self["number"].value() in (1, "1"):
            del self.fields["reason"]
        each = [name for place in range(1, len(clauses) + 1) for name in (f"finding_{place}", f"remark_{place}")]
        self.order_fields(["reviewed_on", *each, "remark", "reason"])

    def clean_reviewed_on(self) -> date:
        """A day between the signing and today."""
        day: date = self.cleaned_data["reviewed_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        if day < self.signed_on:
            raise forms.ValidationError(_("On this day the pledge was not yet signed."))
        return day

    def clean(self) -> dict[str, Any]:
        """What is not kept is said in words."""
        cleaned = super().clean() or {}
        for place in range(1, len(self.clauses) + 1):
            found = cleaned.get(f"finding_{place}")
            if found in (Finding.PARTLY, Finding.NOT_KEPT) and not cleaned.get(f"remark_{place}", "-"):
                words = _("Clause %(place)d is not wholly kept: say what was found.") % {"place": place}
                self.add_error(f"remark_{place}", words)
        return cleaned

    def findings(self) -> list[ClauseFinding]:
        """What was found, clause by clause."""
        said = self.cleaned_data
        return [
            ClauseFinding(clause, said[f"finding_{place}"], said[f"remark_{place}"])
            for place, clause in enumerate(self.clauses, start=1)
        ]


class StatementForm(forms.Form):
    """What somebody says to the review of their pledge."""

    text = forms.CharField(
        label=_("Your statement"),
        help_text=_("The organizer reads it. It can be made once and is kept with the review."),
        error_messages={"required": _("Please write your statement.")},
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class NumberForm(forms.Form):
    """A document number as somebody reads it off paper."""

    number = forms.CharField(
        label=_("Document number"),
        help_text=_("Such as SZ2026J0000137H. It stands beside the QR code."),
        error_messages={"required": _("Please type the number.")},
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class FileForm(forms.Form):
    """A file to be compared with the register, and the number that it is shown as, where one is."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("The PDF as it was handed to you. It is compared and not kept."),
        error_messages={
            "required": _("Please choose the file."),
            "empty": _("The file is empty. Please choose the PDF itself."),
        },
    )
    number = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def clean_file(self) -> UploadedFile:
        """Ours are small; what is much larger is none of them."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_FILE_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB. A document of this register never is."))
        return file


class UnitForm(WagtailAdminModelForm):
    """Something of a unit: only the units of one's own grants can be chosen, and none too small to hold a class."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope_in_cms(self.for_user)
        units = OrgUnit.objects.visible_to(self.scope, PERMISSION).in_use().exclude(level=Level.GRID)
        self._offer("unit", units.order_by("path"))

    def _offer(self, name: str, choices: QuerySet[Any]) -> None:
        if name in self.fields:
            self.fields[name].queryset = choices


class DesignForm(UnitForm):
    """A draft saves as it is; what is published can be printed, with the longest names that there are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("programme", Programme.objects.visible_to(self.scope, PERMISSION))
        self._offer("seal", Seal.objects.filter(self.scope.within(PERMISSION, "unit__path")))
        if self.instance.pk is None:
            words = CERTIFICATE[self.instance.language]
            for field, text in (("title", words.title), ("wording", words.body)):
                self.initial[field] = self.initial.get(field) or text

    def _post_clean(self) -> None:
        # Not clean(): the design has its new values only now.
        super()._post_clean()
        if self.is_deferred_validation or self.errors:
            return
        on = timezone.localdate()
        for obstacle in obstacles(self.instance, on=on):
            self.add_error(obstacle.field if obstacle.field in self.fields else None, obstacle.text)
        if not self.errors:
            self._try_to_print(on)

    def _try_to_print(self, on: date) -> None:
        try:
            require_room(self.instance, on=on)
        except Unreadable as refusal:
            self.add_error("background", str(refusal))
        except Unprintable as refusal:
            self.add_error("wording", str(refusal))


class SealForm(UnitForm):
    """A real seal, and the file that shows it."""

    upload = forms.FileField(
        label=_("Picture of the seal"),
        help_text=_("PNG with a transparent background. It is printed 42 mm wide and is never shown to the public."),
        required=False,
    )

    def clean_upload(self) -> bytes | None:
        """The picture as it is printed."""
        file = self.cleaned_data["upload"]
        if file is None:
            if not self.instance.picture_id:
                raise forms.ValidationError(_("Choose the picture of the seal."))
            return None
        if (file.size or 0) > MAX_FILE_BYTES:
            raise forms.ValidationError(_("The picture is larger than 5 MB. Save it smaller."))
        try:
            return pictures.fit_seal(file)
        except Unreadable as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def save(self, commit: bool = True) -> Seal:
        """With its picture put away under its digest."""
        if data := self.cleaned_data["upload"]:
            self.instance.picture = pictures.keep(data)
        saved: Seal = super().save(commit)
        return saved
