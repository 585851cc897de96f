"""Words for the codes of problems and obstacles: each says what is wrong and how to mend it."""

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from assessments.domain.sittings import Obstacle
from assessments.kinds.base import Problem
from assessments.models.papers import DrawRule

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
    "number-missing": _("One accepted number must be worth the whole."),
    "number-unreadable": _("An accepted number cannot be read. Write it in plain digits: 0.5, 1000 or 1e6."),
    "interval-reversed": _("The end of an interval is below its beginning."),
    "tolerance-negative": _("A tolerance cannot be below 0."),
    "relative-to-nought": _("A share of 0 is 0: give the number 0 a fixed tolerance or an interval."),
    "stems-too-few": _("There is nothing to match yet."),
    "choices-too-few": _("There must be at least two choices."),
    "items-too-few": _("There are too few items."),
    "bins-too-few": _("There must be at least two groups."),
    "row-id-twice": _("Two rows have the same mark."),
    "row-empty": _("A row has no text."),
    "choice-unknown": _("Say which choice belongs to each row."),
    "bins-equal": _("Two groups have the same name."),
    "bin-unknown": _("Say into which group each item belongs."),
    "items-equal": _("Two items say the same."),
    "items-not-by-id": _("The items are not listed by their marks, so that their order would tell the answer."),
    "order-unlike-items": _("The right order does not hold each item once."),
    "parts-missing": _("There is no place yet. Write [[p1]] where the first one belongs."),
    "part-id-twice": _("Two places have the same name."),
    "place-missing": _("A part has no place in the text."),
    "place-unknown": _("The text has a place without a part."),
    "place-twice": _("A place stands twice in the text."),
    "part-kind-unknown": _("Choose what is asked for at each place."),
    "types-missing": _("Choose at least one type of file."),
    "type-unknown": _("One of the types of file is not known."),
    "file-count-out-of-range": _("Between one and ten files can be asked for."),
    "file-size-out-of-range": _("A file may have up to 50 MB."),
    "script-unreadable": _("Choose the simulation."),
    "script-faulty": _("The simulation has faults. Mend and publish it first."),
    "points-reversed": _("The points of a full mark must be above those of none."),
    "ending-unknown": _("The simulation has no such ending."),
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
    "earlier-open": _("The sitting before it has not closed yet: publish the resit when it has."),
    "earlier-unreleased": ngettext_lazy(
        "%(count)d attempt of the sitting before it has no released result yet: release the results first.",
        "%(count)d attempts of the sitting before it have no released result yet: release the results first.",
        "count",
    ),
    "cohort-closed": _("The cohort is closed: open it again first."),
    "all-passed": _("Everybody has passed: there is nobody left to sit it."),
    "other-purpose": _("Practice takes a paper for practice, an examination or a quiz one for examinations."),
    "other-banks": ngettext_lazy(
        "The paper takes questions from %(count)d bank that is for something else.",
        "The paper takes questions from %(count)d banks that are for something else.",
        "count",
    ),
    "needs-person": ngettext_lazy(
        "%(count)d question needs a person to mark it: practice shows its answers at once.",
        "%(count)d questions need a person to mark them: practice shows its answers at once.",
        "count",
    ),
    "pool-too-small": ngettext_lazy(
        "The bank is too small for a draw rule: %(rule)s. %(count)d question is lacking.",
        "The bank is too small for a draw rule: %(rule)s. %(count)d questions are lacking.",
        "count",
    ),
}


FILES = {
    "empty": _("The file is empty. Choose another one."),
    "too-large": _("The file is too large."),
    "too-many": _("There are as many files as are asked for. Take one out first."),
    "bomb": _("The file unpacks to far more than a document holds. Save it anew and try again."),
    "other-type": _("What is in the file is not of a type that is asked for, or not what its name says."),
}


LATE = {
    "released": _("Results are released: no late answer can be accepted any more."),
    "running": _("This attempt is not over yet. Decide once it is closed."),
    "own": _("This answer is your own: somebody else decides about it."),
    "decided": _("Somebody else has decided about this answer; nothing was changed by you."),
}


def late_refusal_words(code: str) -> str:
    """Return in words why nothing was decided about a late answer."""
    return str(LATE[code])


def refused_file_words(code: str) -> str:
    """Return in words why a file was not taken."""
    return str(FILES[code])


def problem_words(problem: Problem) -> str:
    """Return a fault of a question in words."""
    return str(PROBLEMS[problem.code])


def obstacle_words(obstacle: Obstacle) -> str:
    """Return what keeps a sitting from being published in words."""
    rule = rule_words(obstacle.rule) if obstacle.rule else ""
    return str(PUBLISHING[obstacle.code] % {"count": obstacle.count, "rule": rule})


def rule_words(rule: DrawRule) -> str:
    """Return what a draw rule asks for in words, without numbers: bank, topic, kind, difficulty."""
    return " · ".join([rule.bank.name, *filter(None, [rule.topic, rule.get_kind_display(), difficulty_words(rule)])])


def difficulty_words(rule: DrawRule) -> str:
    """Return the difficulty that a draw rule asks for in words; nothing where any will do."""
    level = range_words(rule.difficulty_from, rule.difficulty_to)
    return gettext("difficulty %(level)s") % {"level": level} if level else ""


def range_words(lowest: int, highest: int) -> str:
    """Return a range of difficulty as one reads it: 3, or 1–3; nothing where it is all of it."""
    if (lowest, highest) == (1, 5):
        return ""
    return str(lowest) if lowest == highest else f"{lowest}–{highest}"


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
        case "on-paper":
            text = ngettext(
                "%(count)d printed form is not handed in yet: key its answer sheet in, or let it go.",
                "%(count)d printed forms are not handed in yet: key their answer sheets in, or let them go.",
                count,
            )
        case "unmarked":
            text = ngettext("%(count)d answer waits for marking.", "%(count)d answers wait for marking.", count)
        case _:
            text = str(_("There is no new result to release."))
    return text % {"count": count}
