"""File upload: files that a person marks with a rubric; here only what is said of them is judged, not their bytes."""

import re
from collections.abc import Iterator, Mapping

from .base import Control, Graded, Kind, Line, Problem, Response, Review, Snapshot, State, invalid
from .rubric import criteria_problems

TYPES = ("pdf", "docx", "xlsx", "pptx", "jpg", "png")
"""The types that can be told by their content."""
MOST_FILES = 10
MOST_BYTES = 50 * 1024 * 1024
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Upload(Kind):
    """材料: allowed types, a number of files and a size, and criteria with levels."""

    key = "upload"
    shown = {"types": None, "max_files": None, "max_bytes": None}

    def grade(self, snapshot: Snapshot, response: Response) -> Graded:
        """Return `needs_marking`, or invalid where a file is not one that the question takes."""
        files = response.get("files")
        if not isinstance(files, list) or not all(_is_file(entry) for entry in files):
            return invalid("not-files")
        if len(files) > snapshot["max_files"]:
            return invalid("too-many-files")
        if any(entry["size"] == 0 for entry in files):
            return invalid("file-empty")
        if any(entry["size"] > snapshot["max_bytes"] for entry in files):
            return invalid("file-too-large")
        if any(extension_of(entry["name"]) not in snapshot["types"] for entry in files):
            return invalid("file-of-other-type")
        return Graded(None, State.NEEDS_MARKING)

    def check(self, snapshot: Snapshot) -> Iterator[Problem]:
        """Yield the faults of the limits and of the rubric."""
        if not snapshot["types"]:
            yield Problem("types-missing", "types")
        if not set(snapshot["types"]) <= set(TYPES):
            yield Problem("type-unknown", "types")
        if not 1 <= snapshot["max_files"] <= MOST_FILES:
            yield Problem("file-count-out-of-range", "max_files")
        if not 1 <= snapshot["max_bytes"] <= MOST_BYTES:
            yield Problem("file-size-out-of-range", "max_bytes")
        yield from criteria_problems(snapshot["criteria"])

    def controls(self, presented: Snapshot) -> tuple[Control, ...]:
        """Return the place for the files, which travel apart from the form."""
        return (Control("files", "file", word="files", is_list=True),)

    def review(self, snapshot: Snapshot, response: Response) -> Review:
        """Return the names of the files; the page makes links of them for whoever may open them."""
        files = response.get("files")
        entries = [entry for entry in files if _is_file(entry)] if isinstance(files, list) else []
        return Review("files", tuple(Line(text=entry["name"], given=entry["digest"]) for entry in entries))


def extension_of(name: str) -> str:
    """Return the type that a file's name claims; .jpeg is .jpg."""
    extension = name.rpartition(".")[2].strip().casefold() if "." in name else ""
    return "jpg" if extension == "jpeg" else extension


def _is_file(entry: object) -> bool:
    if not isinstance(entry, Mapping):
        return False
    digest, name, size = (entry.get(field) for field in ("digest", "name", "size"))
    is_count = isinstance(size, int) and not isinstance(size, bool) and size >= 0
    is_named = isinstance(name, str) and bool(name.strip())
    return isinstance(digest, str) and bool(_DIGEST.fullmatch(digest)) and is_named and is_count
