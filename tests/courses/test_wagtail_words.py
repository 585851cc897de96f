"""An author meets no English: what Wagtail leaves untranslated, our catalogue says, and only as long as it must."""

import re
from pathlib import Path

import pytest
import wagtail
from babel.messages.pofile import read_po
from django.utils.translation import gettext, ngettext, override

from courses.wagtail_words import COUNTED, WORDS

CATALOGUES = Path(wagtail.__file__).parent.glob("**/locale/zh_Hans/LC_MESSAGES/django.po")
PLACEHOLDERS = re.compile(r"%\(\w+\)[sd]|\{\w+\}|<[^>]*>")
ENGLISH = re.compile(r"[A-Za-z]")


@pytest.fixture(scope="module")
def translated() -> set[str]:
    """What Wagtail itself says in Chinese."""
    said: set[str] = set()
    for path in CATALOGUES:
        with path.open("rb") as file:
            for message in read_po(file):
                if message.string and not message.fuzzy and isinstance(message.id, str):
                    said.add(message.id)
    assert "Save draft" in said
    return said


@pytest.mark.parametrize("word", WORDS)
def test_our_catalogue_says_it_in_chinese(word: str) -> None:
    with override("zh-hans"):
        assert not ENGLISH.search(PLACEHOLDERS.sub("", gettext(word)))


@pytest.mark.parametrize("counted", COUNTED)
def test_our_catalogue_counts_in_chinese(counted: object) -> None:
    singular, plural = counted._kw["singular"], counted._kw["plural"]  # type: ignore[attr-defined]  # no public way

    with override("zh-hans"):
        assert not ENGLISH.search(PLACEHOLDERS.sub("", ngettext(singular, plural, 2)))


def test_no_word_is_kept_that_wagtail_says_itself(translated: set[str]) -> None:
    assert [word for word in WORDS if word in translated] == []
