"""What the clock does for assessments, once a minute."""

from datetime import datetime

from assessments.domain.answering import close_all_over


def tick(at: datetime) -> None:
    """Close the attempts whose time is over, whether or not a browser is still open."""
    close_all_over(at=at)
