"""Images and documents, each with what a reader on a weak line wants to know before loading it."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock


class FigureBlock(blocks.StructBlock):
    """An image that says what it shows."""

    image = ImageChooserBlock(label=_("Image"))
    alternative = blocks.CharBlock(
        label=_("What the image shows"), help_text=_("Read aloud to people who cannot see the image.")
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, help_text=_("Where the image comes from, and when."))

    class Meta:
        label = _("Image")
        icon = "image"
        template = "courses/blocks/figure.html"


class DownloadBlock(blocks.StructBlock):
    """A document to take along."""

    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(label=_("Title"), required=False, help_text=_("Left empty, the document's own title."))

    class Meta:
        label = _("Document")
        icon = "doc-full"
        template = "courses/blocks/download.html"
