"""Which signatures a foreign file carries, read where it can do no harm."""

from pathlib import Path

from certificates.domain.examining import Signature
from common import confined

READER = Path(__file__).with_name("reader.py")
SECONDS = 30
MOST_ANSWERED = 64 * 1024
HEADER, HEADER_WITHIN = b"%PDF-", 1024


def signatures_in(data: bytes) -> list[Signature]:
    """The signatures of a file in order; none where it has none, is no PDF, or cannot be read in time."""
    if HEADER not in data[:HEADER_WITHIN]:
        return []
    try:
        answers = list(confined.lines_of(READER, data, seconds=SECONDS, most=MOST_ANSWERED))
    except confined.Stopped:
        return []
    return [Signature(**facts) for facts in answers[0]]
