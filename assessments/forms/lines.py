"""What a trainer types line by line: answers with their shares, and numbers."""

from decimal import Decimal, InvalidOperation
from typing import Any


def lines_of(text: str) -> list[str]:
    """Return the lines that hold something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def answers_text(answers: list[dict[str, Any]]) -> str:
    """Return accepted answers one a line, the share behind where it is not the whole."""
    return "\n".join(
        answer["pattern"] if answer["fraction"] == "1" else f"{answer['pattern']} = {answer['fraction']}"
        for answer in answers
    )


def answer_of(line: str) -> dict[str, Any]:
    """Read "answer" or "answer = share"."""
    pattern, sign, share = line.rpartition("=")
    fraction = decimal_of(share.strip()) if sign else None
    if fraction is None or not 0 <= fraction <= 1:
        return {"pattern": line, "fraction": "1"}
    return {"pattern": pattern.strip(), "fraction": str(fraction)}


def decimal_of(text: str) -> Decimal | None:
    """Read a number that is one."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
