"""Who may open what: every address of ours, every role, and the answer for one's own object and for another's.

Written by hand, against which the product is checked. `200/404` reads: 200 for an object of one's own world (one's
own attempt, a cohort of one's own district), 404 for the same thing in the sister district. One number stands where
the address names no object or the answer does not depend on it. An address that is not listed fails the build.
"""

from dataclasses import dataclass

ROLES = ("anonymous", "trainee", "trainer", "grader", "organizer", "leader")


@dataclass(frozen=True)
class Row:
    """The answers of one address to one method, by role."""

    name: str
    method: str
    own: dict[str, int]
    others: dict[str, int]

    @property
    def id(self) -> str:
        """Return how a test names the row."""
        return f"{self.method} {self.name}"


TABLE = """
# address                          method  anonymous  trainee  trainer  grader   organizer  leader
health                             GET     200        200      200      200      200        200
"""


def rows() -> list[Row]:
    """Return the table, read."""
    lines = [line.split() for line in TABLE.splitlines() if line and not line.startswith("#")]
    return [Row(name, method, *answers(cells)) for name, method, *cells in lines]


def answers(cells: list[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Return the answers for one's own and for others' objects, by role."""
    pairs = [(cell.split("/") * 2)[:2] for cell in cells]
    own = {role: int(pair[0]) for role, pair in zip(ROLES, pairs, strict=True)}
    return own, {role: int(pair[1]) for role, pair in zip(ROLES, pairs, strict=True)}
