"""The states that questions, papers, sittings and attempts can have."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class QuestionKind(models.TextChoices):
    """The kinds that can be authored; the keys are those of `assessments.kinds`."""

    SINGLE = "single", _("Single choice")
    MULTIPLE = "multiple", _("Multiple choice")
    INDEFINITE = "indefinite", _("Indefinite choice")
    TRUE_FALSE = "true_false", _("True or false")
    FILL = "fill", _("Fill in")
    NUMERIC = "numeric", _("Number")
    MATCHING = "matching", _("Matching")
    ORDERING = "ordering", _("Ordering")
    CLASSIFY = "classify", _("Sorting into groups")
    CLOZE = "cloze", _("Text with places")
    CASE_ANALYSIS = "case_analysis", _("Case analysis")
    UPLOAD = "upload", _("Files")
    SCENARIO = "scenario", _("Scenario decision")


class QuestionStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEWED = "reviewed", _("Reviewed")
    RETIRED = "retired", _("Retired")


class MultipleMode(models.TextChoices):
    """How a set of ticks is valued; the keys are those of `assessments.kinds.multiple`."""

    HALF_SUBSET = "half_subset", _("Half the points for an incomplete answer, none with a wrong option")
    EXACT = "exact", _("All or nothing")
    SUBSET_SHARE = "subset_share", _("A share for each right option, none with a wrong option")
    WEIGHTS = "weights", _("The sum of the weights of the options")
    RIGHT_MINUS_WRONG = "right_minus_wrong", _("Right options less wrong options, never below nought")


class OrderingMode(models.TextChoices):
    """How a sequence is valued; the keys are those of `assessments.kinds.ordering`."""

    PAIRS = "pairs", _("A share for each two items in the right order")
    POSITION = "position", _("A share for each item in its place")
    NEXT = "next", _("A share for each item followed by the right one")
    EXACT = "exact", _("All or nothing")


class ScenarioScoring(models.TextChoices):
    """What of a played scenario is valued; the keys are those of `assessments.kinds.scenario`."""

    OUTCOMES = "outcomes", _("By the ending")
    POINTS = "points", _("By the points earned on the way")


class BankPurpose(models.TextChoices):
    """What the questions of a bank, and the papers made of them, are for: nothing of the one is ever in the other."""

    EXAM = "exam", _("Examinations")
    PRACTICE = "practice", _("Practice, with the answers shown")


class SittingPurpose(models.TextChoices):
    """What a sitting is for; its key, which the requirements name, follows from it."""

    FINAL = "final", _("Final examination")
    QUIZ = "quiz", _("Quiz")
    PRACTICE = "practice", _("Practice test")
    CASE = "case", _("Written case study")

    @property
    def of_bank(self) -> BankPurpose:
        """From which banks its questions come."""
        return BankPurpose.PRACTICE if self is SittingPurpose.PRACTICE else BankPurpose.EXAM

    @classmethod
    def of_papers(cls) -> list["SittingPurpose"]:
        """What a sitting of a paper may be for; a written case study has a module instead."""
        return [cls.FINAL, cls.QUIZ, cls.PRACTICE]


class SittingState(models.TextChoices):
    DRAFT = "draft", _("In preparation")
    PUBLISHED = "published", _("Published")
    RELEASED = "released", _("Results released")


class Reveal(models.TextChoices):
    """When somebody whose result was released may see the key and the explanations."""

    AFTER_CLOSE = "after_close", _("After the sitting has closed")
    AFTER_RELEASE = "after_release", _("After the release, once nobody can answer any more")
    NEVER = "never", _("Never")


class AttemptState(models.TextChoices):
    IN_PROGRESS = "in_progress", _("Answering")
    SUBMITTED = "submitted", _("Submitted")
    AUTO_SUBMITTED = "auto_submitted", _("Submitted by the clock")
    VOIDED = "voided", _("Voided")


class Medium(models.TextChoices):
    """On what an attempt is answered."""

    ONLINE = "online", _("On a device")
    PAPER = "paper", _("On paper")


class MarkingState(models.TextChoices):
    NONE = "", _("Not yet graded")
    AUTO_GRADED = "auto_graded", _("Graded")
    NEEDS_MARKING = "needs_marking", _("Needs marking")
    MARKED = "marked", _("Marked")
    RELEASED = "released", _("Released")


class Counting(models.TextChoices):
    BEST = "best", _("Best attempt")
    LAST = "last", _("Last attempt")
    FIRST = "first", _("First attempt")
    AVERAGE = "average", _("Average of all attempts")


class Markers(models.IntegerChoices):
    """How many people mark a written answer, neither seeing the other's marks."""

    ONE = 1, _("One marker")
    TWO = 2, _("Two markers, a third where they differ")


class Void(models.TextChoices):
    """What has become of a question that turned out not to be fair (作废)."""

    NONE = "", _("Counts")
    REMOVED = "removed", _("Removed: the points are spread over the rest")
    FULL_MARKS = "full_marks", _("Full marks for everybody")


class RegradeAction(models.TextChoices):
    """What is done to a question for everybody who has sat it."""

    VERSION = "version", _("Grade by another version of the question")
    REMOVE = "remove", _("Void: remove the question and spread its points over the rest")
    FULL_MARKS = "full_marks", _("Void: give everybody full marks")
    RESTORE = "restore", _("Let a voided question count again")
    AGAIN = "again", _("Grade once more by the key in force")


class RegradeState(models.TextChoices):
    COUNTING = "counting", _("Dry run under way")
    READY = "ready", _("Dry run done, nothing written")
    COMMITTING = "committing", _("Being written")
    DONE = "done", _("Written")
    STALE = "stale", _("Out of date, nothing written")


class AppealState(models.TextChoices):
    WAITING = "waiting", _("Waits for an answer")
    UPHELD = "upheld", _("The mark stands")
    CHANGED = "changed", _("The mark was changed")
