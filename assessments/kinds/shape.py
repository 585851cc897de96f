"""What a response must look like before it is kept: the names of its controls, each a text or a list of texts.

Whether it makes sense is for `grade`; what no kind could read is not taken in, so that nothing kept can break a page.
"""

from collections.abc import Mapping, Sequence

from .base import Control

LONGEST_TEXT = 64 * 1024
MOST_ENTRIES = 200
MOST_FIELDS = 8
"""What is said of one file: its digest, its name, its size."""


def fits(controls: Sequence[Control], response: object) -> bool:
    """Tell whether a response holds nothing but what these controls can send."""
    if not isinstance(response, Mapping):
        return False
    with_files = {control.name: control.input == "file" for control in controls}
    return all(name in with_files and _is_value(value, with_files=with_files[name]) for name, value in response.items())


def _is_value(value: object, *, with_files: bool) -> bool:
    if not isinstance(value, list):
        return _is_text(value)
    return len(value) <= MOST_ENTRIES and all(_is_text(entry) or (with_files and _is_file(entry)) for entry in value)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT


def _is_file(entry: object) -> bool:
    if not isinstance(entry, Mapping) or len(entry) > MOST_FIELDS:
        return False
    return all(isinstance(value, int) or _is_text(value) for value in entry.values())
