"""What a case study is told by: what happened when, what is on the table, questions, and the rubric of the answer."""

from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class MomentBlock(blocks.StructBlock):
    """One thing that happened."""

    when = blocks.CharBlock(label=_("When"), help_text=_("As it is told: “June 2019”, “the same evening”."))
    what = blocks.TextBlock(label=_("What happened"), rows=2)


class TimelineBlock(blocks.StructBlock):
    """What happened, in order."""

    title = blocks.CharBlock(label=_("Title"))
    items = blocks.ListBlock(MomentBlock(), label=_("Moments"), min_num=1)

    class Meta:
        label = _("Timeline")
        icon = "date"
        template = "courses/blocks/timeline.html"


class ExhibitBlock(blocks.StructBlock):
    """One piece of evidence."""

    name = blocks.CharBlock(label=_("What it is about"))
    content = blocks.TextBlock(label=_("What it says"), rows=2)
    source = blocks.CharBlock(label=_("Where it comes from"))


class EvidenceBlock(blocks.StructBlock):
    """The material that the reader has in hand, each piece with its origin."""

    title = blocks.CharBlock(label=_("Title"))
    items = blocks.ListBlock(ExhibitBlock(), label=_("Evidence"), min_num=1)

    class Meta:
        label = _("Evidence")
        icon = "folder-open-inverse"
        template = "courses/blocks/evidence.html"


class QuestionBlock(blocks.StructBlock):
    """A question to think on, which the written submission answers."""

    text = blocks.TextBlock(label=_("Question"), rows=2)
    hint = blocks.TextBlock(label=_("Hint"), required=False, rows=2)

    class Meta:
        label = _("Question")
        icon = "help"
        template = "courses/blocks/question.html"


class LevelBlock(blocks.StructBlock):
    """What earns how many points."""

    score = blocks.IntegerBlock(label=_("Points"), min_value=0)
    text = blocks.CharBlock(label=_("What the answer shows"))


class CriterionBlock(blocks.StructBlock):
    """One thing that the grader looks at, from best to none."""

    name = blocks.CharBlock(label=_("Criterion"))
    levels = blocks.ListBlock(
        LevelBlock(), label=_("Levels"), min_num=2, help_text=_("From best to worst; the last one earns 0 points.")
    )

    def clean(self, value: Any) -> Any:
        """Refuse levels that do not fall from best to 0; a draft may hold them."""
        cleaned = super().clean(value)
        scores = [level["score"] for level in cleaned["levels"]]
        is_falling = all(higher > lower for higher, lower in pairwise(scores))
        if not self.is_deferred_validation and (not is_falling or scores[-1] != 0):
            raise blocks.StructBlockValidationError(
                {"levels": ValidationError(_("Put the levels from best to worst; the last one must earn 0 points."))}
            )
        return cleaned

    class Meta:
        label = _("Criterion")
        icon = "tasks"


def criterion_data(key: str, value: Any) -> dict[str, Any]:
    """A criterion as the question snapshot wants it (docs/reference/question-snapshot.md)."""
    levels = [{"score": str(level["score"]), "text": level["text"]} for level in value["levels"]]
    return {"id": key, "name": value["name"], "weight": "1", "levels": levels}
