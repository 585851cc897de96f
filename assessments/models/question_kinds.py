"""The kinds that can be authored: each keeps its own fields and writes them into the snapshot."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.enums import MultipleMode, OrderingMode, QuestionKind, ScenarioScoring
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


class IndefiniteQuestion(Question):
    """不定项."""

    KIND: ClassVar = QuestionKind.INDEFINITE
    options = models.JSONField(default=list)  # as of MultipleQuestion
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
    blanks = models.JSONField(default=list)  # {"id", "weight", "answers", "group"} and READINGS

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


class NumericQuestion(Question):
    """数值."""

    KIND: ClassVar = QuestionKind.NUMERIC
    answers = models.JSONField(default=list)  # {"mode", "value", "tolerance" or "low", "high", "fraction"}
    unit = models.CharField(
        _("unit"), max_length=20, blank=True, help_text=_("Stands behind the field: yuan, days, households.")
    )
    percent = models.BooleanField(_("a percentage is read as a share"), default=False)

    def own_fields(self) -> dict[str, Any]:
        """The accepted numbers, the unit and the flag."""
        return {"answers": self.answers, "unit": self.unit, "percent": self.percent}


class MatchingQuestion(Question):
    """连线."""

    KIND: ClassVar = QuestionKind.MATCHING
    stems = models.JSONField(default=list)  # {"id", "text", "choice"}
    choices = models.JSONField(default=list)  # {"id", "text"}

    def own_fields(self) -> dict[str, Any]:
        """Both sides."""
        return {"stems": self.stems, "choices": self.choices}


class OrderingQuestion(Question):
    """排序."""

    KIND: ClassVar = QuestionKind.ORDERING
    items = models.JSONField(default=list)  # {"id", "text"}, by id
    order = models.JSONField(default=list)  # the ids in the right order
    mode = models.CharField(_("how it is valued"), max_length=10, choices=OrderingMode, default=OrderingMode.PAIRS)

    def own_fields(self) -> dict[str, Any]:
        """The items, the right order and the mode."""
        return {"items": self.items, "order": self.order, "mode": self.mode}


class ClassifyQuestion(Question):
    """归类."""

    KIND: ClassVar = QuestionKind.CLASSIFY
    items = models.JSONField(default=list)  # {"id", "text", "bin", "reference"}
    bins = models.JSONField(default=list)  # {"id", "text"}

    def own_fields(self) -> dict[str, Any]:
        """The items and the bins."""
        return {"items": self.items, "bins": self.bins}


class ClozeQuestion(Question):
    """综合填空."""

    KIND: ClassVar = QuestionKind.CLOZE
    parts = models.JSONField(default=list)  # {"id", "kind", "points", and the fields of that kind}

    def own_fields(self) -> dict[str, Any]:
        """The parts; their places are in the stem."""
        return {"parts": self.parts}


class UploadQuestion(Question):
    """材料."""

    KIND: ClassVar = QuestionKind.UPLOAD
    types = models.JSONField(_("types of file"), default=list)  # "pdf", "docx" …
    max_files = models.PositiveSmallIntegerField(_("how many files"), default=1)
    max_bytes = models.PositiveIntegerField(_("largest size"), default=10 * 1024 * 1024)
    criteria = models.JSONField(default=list)  # as of CaseAnalysisQuestion

    def own_fields(self) -> dict[str, Any]:
        """The limits and the rubric."""
        return {
            "types": self.types,
            "max_files": self.max_files,
            "max_bytes": self.max_bytes,
            "criteria": self.criteria,
        }


class ScenarioQuestion(Question):
    """情景决策."""

    KIND: ClassVar = QuestionKind.SCENARIO
    script = models.JSONField(default=dict)  # docs/reference/simulation-script.md, frozen when it was chosen
    scoring = models.CharField(
        _("how it is valued"), max_length=10, choices=ScenarioScoring, default=ScenarioScoring.OUTCOMES
    )
    outcomes = models.JSONField(default=dict)  # key of an ending → fraction
    lowest = models.IntegerField(_("points worth nothing"), default=0)
    highest = models.IntegerField(_("points worth the whole"), default=10)

    def own_fields(self) -> dict[str, Any]:
        """The script and how it is valued."""
        names = ("script", "scoring", "outcomes", "lowest", "highest")
        return {name: getattr(self, name) for name in names}


QUESTION_MODELS: dict[str, type[Question]] = {
    model.KIND: model
    for model in (
        SingleQuestion,
        MultipleQuestion,
        IndefiniteQuestion,
        TrueFalseQuestion,
        FillQuestion,
        NumericQuestion,
        MatchingQuestion,
        OrderingQuestion,
        ClassifyQuestion,
        ClozeQuestion,
        CaseAnalysisQuestion,
        UploadQuestion,
        ScenarioQuestion,
    )
}
