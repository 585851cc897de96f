"""True or false: right if it is equal to the key."""

from collections.abc import Iterator

from .base import ONE, ZERO, Choice, Control, Graded, Kind, Line, Problem, Response, Review, Snapshot, graded, invalid

WORDS = {"true": True, "false": False}


class TrueFalse(Kind):
    """判断: one statement, two rows to choose from."""

    key = "true_false"

    def grade(self, snapshot: Snapshot, response: Response) -> Graded:
        """Return 1 where the chosen word is the key; any other value than the two words is invalid."""
        chosen = response.get("chosen")
        if not isinstance(chosen, str) or chosen not in WORDS:
            return invalid("not-a-choice")
        return graded(ONE if WORDS[chosen] is snapshot["correct"] else ZERO)

    def check(self, snapshot: Snapshot) -> Iterator[Problem]:
        """Yield a fault where the key is neither true nor false."""
        if not isinstance(snapshot.get("correct"), bool):
            yield Problem("key-missing", "correct")

    def controls(self, presented: Snapshot) -> tuple[Control, ...]:
        """Return two radio buttons, whose words the page puts into the reader's language."""
        return (Control("chosen", "radio", choices=tuple(Choice(word, word=word) for word in WORDS)),)

    def review(self, snapshot: Snapshot, response: Response) -> Review:
        """Return both rows with the key."""
        chosen = response.get("chosen")
        lines = (
            Line(word=word, is_chosen=word == chosen, is_right=value is snapshot["correct"])
            for word, value in WORDS.items()
        )
        return Review("options", tuple(lines))
