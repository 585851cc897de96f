"""Breaking text into lines the way Chinese is set: between any two characters, but for the punctuation rules."""

import re
from collections.abc import Callable

# These never begin a line (避头) and never end one (避尾).
NOT_FIRST = "，。、；：？！）》」』】〕”’％·…,.;:?!)]}%"
NOT_LAST = "（《「『【〔“‘([{"

# A figure and its unit are one: 第36期, 2026年, 40学时.
_ATOM = re.compile(
    r"第?[0-9]+(?:\.[0-9]+)?(?:期|届|年|月|日|个?学时)|[A-Za-z0-9][A-Za-z0-9'’.,:/\-]*[A-Za-z0-9]|\s+|.", re.DOTALL
)


def break_lines(text: str, *, width: float, measure: Callable[[str], float], first_indent: float = 0.0) -> list[str]:
    """The lines of one paragraph; words and figures stay whole unless wider than a line."""
    lines: list[str] = []
    line = ""
    for atom in _atoms(text, width=width, measure=measure):
        room = width - (first_indent if not lines else 0.0)
        if not line or measure(line + atom) <= room or atom.isspace():
            line += atom
            continue
        kept, carried = _carry(line, atom)
        lines.append(kept.rstrip())
        line = carried
    lines.append(line.rstrip())
    return lines


def _atoms(text: str, *, width: float, measure: Callable[[str], float]) -> list[str]:
    atoms: list[str] = []
    for atom in _ATOM.findall(text):
        atoms.extend([atom] if measure(atom) <= width else list(atom))
    return atoms


def _carry(line: str, atom: str) -> tuple[str, str]:
    """Where a break is forbidden, take the last character along to the next line."""
    if len(line) > 1 and (atom[0] in NOT_FIRST or line[-1] in NOT_LAST):
        kept, carried = _carry(line[:-1], line[-1])
        return kept, carried + atom
    return line, atom.lstrip()
