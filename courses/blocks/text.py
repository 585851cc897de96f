"""Text of a module: headings, paragraphs, key points, rules, tables, questions to pause at."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

FEATURES = ["bold", "ol", "ul", "link", "document-link"]
"""Nothing with a colour or a size: the page's own type does that work."""


class HeadingBlock(blocks.CharBlock):
    """A heading within the module."""

    class Meta:
        label = _("Heading")
        icon = "title"
        template = "courses/blocks/heading.html"


class ParagraphBlock(blocks.RichTextBlock):
    """Running text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": FEATURES, **kwargs})

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        template = "courses/blocks/paragraph.html"


class KeyPointsBlock(blocks.StructBlock):
    """A short list to be remembered."""

    title = blocks.CharBlock(label=_("Title"), required=False)
    items = blocks.ListBlock(blocks.CharBlock(label=_("Point")), label=_("Key points"), min_num=1)

    class Meta:
        label = _("Key points")
        icon = "list-ul"
        template = "courses/blocks/key_points.html"


class RuleBlock(blocks.StructBlock):
    """What a law or a regulation says, and where it says so."""

    text = blocks.TextBlock(label=_("What it says"), rows=3)
    source = blocks.CharBlock(
        label=_("Where it says so"), help_text=_("The full name of the law or document, the article, the year.")
    )

    class Meta:
        label = _("Rule")
        icon = "openquote"
        template = "courses/blocks/rule.html"


class ReflectionBlock(blocks.TextBlock):
    """A question at which the reader pauses; nothing is handed in."""

    class Meta:
        label = _("Pause and think")
        icon = "help"
        template = "courses/blocks/reflection.html"


class TableBlock(TypedTableBlock):
    """A table that becomes labelled lists on a phone: the first cell of a row names it."""

    text = blocks.CharBlock(label=_("Text"), required=False)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Give each cell the heading of its column, for the labelled lists on a phone."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        headings = [column["heading"] for column in value.columns]
        context["headings"] = headings
        context["lines"] = [list(zip(headings, row, strict=True)) for row in value.rows]
        return context

    class Meta:
        label = _("Table")
        icon = "table"
        template = "courses/blocks/table.html"
