"""Indefinite choice: a multiple choice that does not say whether one option is right or several."""

from .multiple import Multiple


class Indefinite(Multiple):
    """不定项: graded as a multiple choice; one right option is enough."""

    key = "indefinite"
