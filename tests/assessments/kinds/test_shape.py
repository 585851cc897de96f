"""Nothing is kept that the form of a question could not have sent."""

from typing import Any

import pytest

from assessments.kinds.base import Control
from assessments.kinds.shape import LONGEST_TEXT, MOST_ENTRIES, fits

CONTROLS = (Control("chosen", "checkbox"), Control("text", "textarea"), Control("files", "file"))
FILE = {"digest": "ab" * 32, "name": "公示.pdf", "size": 48213}


@pytest.mark.parametrize(
    "response",
    [{}, {"chosen": "a"}, {"chosen": ["a", "b"]}, {"text": "长" * LONGEST_TEXT}, {"files": [FILE]}, {"files": []}],
)
def test_texts_lists_of_texts_and_files_where_files_belong_are_kept(response: Any) -> None:
    assert fits(CONTROLS, response)


@pytest.mark.parametrize(
    "response",
    [
        [],
        "a",
        None,
        {"other": "a"},
        {"chosen": None},
        {"chosen": 1},
        {"chosen": {"a": "b"}},
        {"chosen": [["a"]]},
        {"chosen": [FILE]},
        {"chosen": ["a"] * (MOST_ENTRIES + 1)},
        {"text": "长" * (LONGEST_TEXT + 1)},
        {"files": [{**FILE, "name": ["a"]}]},
        {"files": [[FILE]]},
    ],
)
def test_everything_else_is_refused(response: Any) -> None:
    assert not fits(CONTROLS, response)
