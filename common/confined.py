"""Foreign files are read in a child process: alone, without settings, with an end, and a limit to what it may say."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import IO, Any


class Stopped(Exception):
    """The child did not come to an end of its own; `is_late` tells whether time or size was the reason."""

    def __init__(self, *, is_late: bool) -> None:
        super().__init__("too late" if is_late else "too much")
        self.is_late = is_late


def lines_of(script: Path, data: bytes, *, seconds: float, most: int) -> Iterator[Any]:
    """The JSON lines that one of our scripts writes about a file, at most so many bytes in so many seconds.

    The script sets its own limits of memory and processor, reads everything first, and never imports the project.
    """
    child = subprocess.Popen(  # noqa: S603  # Our own file, run by our own interpreter.
        [sys.executable, "-I", script],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={"LANG": "C.UTF-8", "PYTHONUTF8": "1"}, text=False,
    )  # fmt: skip
    late = threading.Event()
    alarm = threading.Timer(seconds, partial(_end, child, late))
    alarm.start()
    try:
        # The child reads everything before it writes, so neither waits for the other.
        _feed(child.stdin, data)
        answered = 0
        for line in child.stdout or ():
            answered += len(line)
            if answered > most:
                raise Stopped(is_late=False)
            yield json.loads(line)
        if child.wait() != 0:
            raise Stopped(is_late=late.is_set() or child.returncode < 0)
    finally:
        alarm.cancel()
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()


def _feed(pipe: IO[bytes] | None, data: bytes) -> None:
    """Give the child its file; one that has died already says so by its exit code."""
    try:
        if pipe:
            pipe.write(data)
            pipe.close()
    except BrokenPipeError:
        return


def _end(child: subprocess.Popen[bytes], late: threading.Event) -> None:
    """Time is up."""
    late.set()
    child.kill()
