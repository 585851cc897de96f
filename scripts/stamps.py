"""Remember by content what has been done, so that a second `make run` does only what changed."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(paths: Iterable[Path]) -> str:
    """Return one digest over the names and bytes of files."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.name.encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


class Stamp:
    """A file that holds the digest of the sources from which something was last made."""

    def __init__(self, path: Path, sources: Iterable[Path]) -> None:
        self.path = path
        self.current = digest(sources)

    def is_fresh(self) -> bool:
        """Say whether the thing was made from just these sources."""
        return self.path.is_file() and self.path.read_text() == self.current

    def set(self) -> None:
        """Note that the thing has now been made from these sources."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.current)
