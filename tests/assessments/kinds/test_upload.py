"""Files: what is said of them is judged here, their bytes elsewhere."""

from typing import Any

import pytest

from assessments.kinds.base import State
from assessments.kinds.registry import check, grade, present
from tests.factories.questions import upload_snapshot

DIGEST = "a1" * 32


def file(name: str = "村务公开.pdf", *, size: Any = 1000, digest: str = DIGEST) -> dict[str, Any]:
    return {"digest": digest, "name": name, "size": size}


@pytest.mark.parametrize("name", ["村务公开.pdf", "照片.JPG", "照片.jpeg", "a.b.pdf"])
def test_files_of_the_wanted_types_wait_for_a_marker(name: str) -> None:
    graded = grade(upload_snapshot(), {"files": [file(name)]})

    assert (graded.fraction, graded.state) == (None, State.NEEDS_MARKING)


@pytest.mark.parametrize(
    ("files", "note"),
    [
        ([file(size=0)], "file-empty"),
        ([file(size=1_000_001)], "file-too-large"),
        ([file("a.exe")], "file-of-other-type"),
        ([file("pdf")], "file-of-other-type"),
        ([file(), file("b.pdf"), file("c.pdf")], "too-many-files"),
        ([file(digest="short")], "not-files"),
        ([file(size=True)], "not-files"),
        ([file(size=-1)], "not-files"),
        ([file(" ")], "not-files"),
        (["a.pdf"], "not-files"),
        ("a.pdf", "not-files"),
    ],
)
def test_a_file_that_the_question_does_not_take_makes_the_answer_invalid(files: object, note: str) -> None:
    graded = grade(upload_snapshot(), {"files": files})

    assert (graded.fraction, graded.state, graded.note_code) == (0, State.INVALID, note)


def test_no_file_is_nought_without_a_marker() -> None:
    assert grade(upload_snapshot(), {"files": []}).state is State.UNANSWERED


def test_a_taker_sees_the_limits_and_no_rubric() -> None:
    shown = present(upload_snapshot())

    assert shown["types"] == ["pdf", "jpg"]
    assert set(shown) == {"format", "kind", "stem", "types", "max_files", "max_bytes"}


def test_check_names_limits_that_cannot_be_kept() -> None:
    snapshot = upload_snapshot(types=(), max_files=0) | {"max_bytes": 0, "criteria": []}

    codes = [problem.code for problem in check(snapshot)]

    assert codes == ["types-missing", "file-count-out-of-range", "file-size-out-of-range", "criteria-missing"]
    assert [problem.code for problem in check(upload_snapshot(types=("exe",)))] == ["type-unknown"]
