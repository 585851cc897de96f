"""Allotting questions to rules that overlap: each question to one rule at most, every rule its number if possible.

Pure: knows neither papers nor the database. A rule that runs dry takes a question from another rule that finds itself
a substitute (an augmenting path), so that a rule goes short only where no distribution whatever would serve them all.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

R = TypeVar("R", bound=Hashable)
Q = TypeVar("Q", bound=Hashable)


def allot(wanted: Mapping[R, int], fitting: Mapping[R, Sequence[Q]]) -> dict[R, list[Q]]:
    """Return the questions of each rule: its number first of all, then its share of those that nobody needs."""
    holder: dict[Q, R] = {}
    for rule, count in wanted.items():
        for _ in range(count):
            if not _fill(rule, fitting, holder, {rule}):
                break
    _share_out(wanted, fitting, holder)
    return {rule: [question for question in fitting[rule] if holder.get(question) == rule] for rule in wanted}


def _fill(rule: R, fitting: Mapping[R, Sequence[Q]], holder: dict[Q, R], asked: set[R]) -> bool:
    """Give a rule one question more: a free one, or one whose holder can do without it."""
    free = next((question for question in fitting[rule] if question not in holder), None)
    if free is not None:
        holder[free] = rule
        return True
    for question in fitting[rule]:
        other = holder[question]
        if other not in asked:
            asked.add(other)
            if _fill(other, fitting, holder, asked):
                holder[question] = rule
                return True
    return False


def _share_out(wanted: Mapping[R, int], fitting: Mapping[R, Sequence[Q]], holder: dict[Q, R]) -> None:
    """Let every question that is left widen the pool that is the narrowest for what is drawn from it."""
    sizes = Counter(holder.values())
    fits: dict[Q, list[R]] = {}
    for rule in wanted:
        for question in fitting[rule]:
            fits.setdefault(question, []).append(rule)
    for question, its_rules in fits.items():
        if question not in holder:
            narrowest = min(its_rules, key=lambda rule: Fraction(sizes[rule], wanted[rule]))
            holder[question] = narrowest
            sizes[narrowest] += 1
