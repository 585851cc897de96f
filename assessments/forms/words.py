"""Words for the codes of problems and obstacles: each says what is wrong and how to mend it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from assessments.domain.sittings import Obstacle
from assessments.kinds.base import Problem

PROBLEMS: dict[str, Promise] = {
    "stem-missing": _("The question is empty."),
    "options-too-few": _("There must be at least two options."),
    "option-id-twice": _("Two options have the same mark."),
    "option-empty": _("An option has no text."),
    "options-equal": _("Two options say the same."),
    "fraction-out-of-range": _("A share must lie between 0 and 1."),
    "key-not-one": _("Exactly one option must be right."),
    "key-missing": _("Say which answer is right."),
    "mode-unknown": _("Choose how the answer is valued."),
    "weights-not-whole": _("The weights of the right options must add up to 1."),
    "blanks-missing": _("There is no blank yet."),
    "blank-id-twice": _("Two blanks have the same mark."),
    "weight-not-positive": _("A weight must be above 0."),
    "answer-missing": _("Every blank needs an answer that is worth the whole."),
    "answer-empty": _("An accepted answer consists of punctuation only."),
    "group-too-large": _("A group whose order is free holds at most six blanks."),
    "group-weights-differ": _("The blanks of a group must have the same weight."),
    "group-wildcard": _("A blank of a group cannot use * for any characters."),
    "criteria-missing": _("The rubric has no criterion yet."),
    "criterion-id-twice": _("Two criteria have the same mark."),
    "levels-too-few": _("Every criterion needs at least two levels with different scores."),
    "lowest-level-not-zero": _("The lowest level of a criterion must be 0."),
    "lengths-reversed": _("The greatest length is below the least."),
}

PUBLISHING = {
    "paper-empty": _("The paper has no questions yet."),
    "window-over": _("The window is over before it began: change the times."),
    "not-reviewed": ngettext_lazy(
        "%(count)d question of the paper has not been reviewed.",
        "%(count)d questions of the paper have not been reviewed.",
        "count",
    ),
    "faulty": ngettext_lazy(
        "%(count)d question of the paper has faults.", "%(count)d questions of the paper have faults.", "count"
    ),
}


def problem_words(problem: Problem) -> str:
    """Return a fault of a question in words."""
    return str(PROBLEMS[problem.code])


def obstacle_words(obstacle: Obstacle) -> str:
    """Return what keeps a sitting from being published in words."""
    return str(PUBLISHING[obstacle.code] % {"count": obstacle.count})


def release_words(obstacles: dict[str, int]) -> list[str]:
    """Return what keeps results from being released in words."""
    return [_release_word(code, count) for code, count in obstacles.items()]


def _release_word(code: str, count: int) -> str:
    match code:
        case "in-progress":
            text = ngettext("%(count)d person is still answering.", "%(count)d people are still answering.", count)
        case "closing":
            text = ngettext(
                "%(count)d attempt is over and is being closed.",
                "%(count)d attempts are over and are being closed.",
                count,
            )
        case "unmarked":
            text = ngettext("%(count)d answer waits for marking.", "%(count)d answers wait for marking.", count)
        case _:
            text = str(_("There is no new result to release."))
    return text % {"count": count}
