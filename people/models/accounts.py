"""People: one row per human being, who may log in."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.crypto import blind_index
from common.fields import EncryptedTextField
from common.masking import masked_number, masked_phone
from people.enums import Sex


class User(AbstractUser):
    """A person with an account. ID number and phone are ciphertext; their blind indexes find them."""

    NAME_LENGTH = 50

    first_name = None  # type: ignore[assignment]  # A Chinese name is one field.
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex, blank=True)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    id_number = EncryptedTextField(_("ID number"), blank=True, editable=False)
    id_index = models.CharField(max_length=64, unique=True, null=True, editable=False)
    phone = EncryptedTextField(_("mobile phone"), blank=True, editable=False)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    must_change_password = models.BooleanField(default=False)
    password_printed_at = models.DateTimeField(null=True, editable=False)  # When its first password went onto a slip.
    large_type = models.BooleanField(_("large type"), default=False)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [models.Index(fields=["name"])]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def set_id_number(self, number: str) -> None:
        """Set the ID number and its index together; they may never part."""
        self.id_number = number
        self.id_index = blind_index(number) if number else None

    def set_phone(self, phone: str) -> None:
        """Set the phone and its index together."""
        self.phone = phone
        self.phone_index = blind_index(phone) if phone else ""

    @property
    def id_number_masked(self) -> str:
        return masked_number(self.id_number)

    @property
    def phone_masked(self) -> str:
        return masked_phone(self.phone)
