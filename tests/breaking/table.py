"""The breaks: which line of which file is changed to what, and by which test that has to be noticed."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

TABLES = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Break:
    """One rule, broken in one place."""

    test: str  # as docs/reference/rules-and-tests.md names it: `file: name`
    file: str  # below the project's root
    before: str
    after: str

    @property
    def node(self) -> str:
        """The test as pytest calls it; a name without a test is the whole file."""
        path, _, name = self.test.partition(": ")
        return f"tests/assessments/{path}" + (f"::{name}" if name else "")

    def apply(self, root: Path) -> None:
        """Break the rule in the tree at `root`; raises ValueError where the code no longer reads as it did."""
        path = root / self.file
        source = path.read_text()
        if source.count(self.before) != 1 or self.before == self.after:
            raise ValueError(f"{self.file}: stands there {source.count(self.before)} times: {self.before!r}")
        path.write_text(source.replace(self.before, self.after))


def breaks() -> list[Break]:
    """All of them, in the order of the tables."""
    tables = (tomllib.loads(path.read_text()) for path in sorted(TABLES.glob("*.toml")))
    return [Break(**entry) for table in tables for entry in table["break"]]
