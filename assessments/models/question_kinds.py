"""The five kinds that can be authored: each keeps its own fields and writes them into the snapshot."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.enums import MultipleMode, QuestionKind
from assessments.models.questions import Question


class SingleQuestion(Question):
    """单选."""

    KIND: ClassVar = QuestionKind.SINGLE
    options = models.JSONField(default=list)  # {"id", "text", "fraction", "pinned", "feedback"}

    def own_fields(self) -> dict[str, Any]:
        """The options with their fractions."""
        return {"options": self.options}


class MultipleQuestion(Question):
    """多选."""

    KIND: ClassVar = QuestionKind.MULTIPLE
    options = models.JSONField(default=list)  # {"id", "text", "correct", "weight", "pinned", "feedback"}
    mode = models.CharField(
        _("how it is valued"), max_length=20, choices=MultipleMode, default=MultipleMode.HALF_SUBSET
    )

    def own_fields(self) -> dict[str, Any]:
        """The options and the mode."""
        return {"options": self.options, "mode": self.mode}


class TrueFalseQuestion(Question):
    """判断."""

    KIND: ClassVar = QuestionKind.TRUE_FALSE
    correct = models.BooleanField(_("the statement is true"), default=True)

    def own_fields(self) -> dict[str, Any]:
        """The key."""
        return {"correct": self.correct}


class FillQuestion(Question):
    """填空."""

    KIND: ClassVar = QuestionKind.FILL
    blanks = models.JSONField(default=list)  # {"id", "weight", "answers", "case", "wildcard", "group"}

    def own_fields(self) -> dict[str, Any]:
        """The blanks with what they accept."""
        return {"blanks": self.blanks}


class CaseAnalysisQuestion(Question):
    """案例分析."""

    KIND: ClassVar = QuestionKind.CASE_ANALYSIS
    criteria = models.JSONField(default=list)  # {"id", "name", "weight", "levels"}
    min_length = models.PositiveIntegerField(_("least length"), default=0)
    max_length = models.PositiveIntegerField(_("greatest length"), default=0)

    def own_fields(self) -> dict[str, Any]:
        """The rubric and the lengths."""
        return {"criteria": self.criteria, "min_length": self.min_length, "max_length": self.max_length}


QUESTION_MODELS: dict[str, type[Question]] = {
    model.KIND: model
    for model in (SingleQuestion, MultipleQuestion, TrueFalseQuestion, FillQuestion, CaseAnalysisQuestion)
}
