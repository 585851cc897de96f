"""What was chosen, by whom, and which distractors do not do their work."""

from decimal import Decimal
from fractions import Fraction

from assessments.statistics.options import Choice, option_figures, unanswered

OPTIONS = [("a", True), ("b", False), ("c", False)]


def choices(text: str) -> list[Choice]:
    """Choices from text such as "a:9 ab:4": the letters chosen and the total of the attempt; a dash is no letter."""
    pairs = (word.split(":") for word in text.split())
    return [(chosen.strip("-"), Decimal(total)) for chosen, total in pairs]


def test_each_option_has_its_count_and_the_mean_total_of_those_who_chose_it() -> None:
    found = option_figures(OPTIONS, choices("a:9 a:8 b:3 -:1"))

    assert [(option.count, option.mean_total) for option in found] == [(2, Fraction(17, 2)), (1, 3), (0, None)]


def test_a_distractor_that_nobody_chose_is_named_and_a_key_is_not() -> None:
    found = option_figures(OPTIONS, choices("b:3"))

    assert [option.is_unused_distractor for option in found] == [False, False, True]


def test_nothing_is_unused_before_anybody_answered() -> None:
    assert not any(option.is_unused_distractor for option in option_figures(OPTIONS, []))


def test_a_distractor_chosen_by_the_better_is_named() -> None:
    found = option_figures(OPTIONS, choices("a:5 a:7 b:7 c:6"))

    assert [option.beats_key for option in found] == [False, True, False]


def test_with_several_right_options_only_the_whole_key_is_the_measure() -> None:
    options = [("a", True), ("b", True), ("c", False)]
    # Half the key is chosen by the best; it is neither the key nor a distractor.
    found = option_figures(options, choices("ab:5 a:9 ac:6 c:5"))

    assert [option.beats_key for option in found] == [False, False, True]
    assert [option.count for option in found] == [3, 1, 2]


def test_where_nobody_knew_the_key_nothing_beats_it() -> None:
    assert not any(option.beats_key for option in option_figures(OPTIONS, choices("b:9 c:3")))


def test_those_who_chose_nothing_are_counted_apart() -> None:
    assert unanswered(choices("a:9 -:1 -:2")) == (2, Fraction(3, 2))
    assert unanswered(choices("a:9")) == (0, None)
