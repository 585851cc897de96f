"""What a design of certificates is made of beside its plain fields: who signs in print."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks


class SignatoryBlock(blocks.StructBlock):
    """A post and a name."""

    title = blocks.CharBlock(label=_("Post"), max_length=30)
    name = blocks.CharBlock(label=pgettext_lazy("person", "Name"), max_length=50)

    class Meta:
        label = _("Signatory")
        icon = "user"
