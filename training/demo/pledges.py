"""The demo's pledge texts: content/pledges.toml, published, in force from the day of election."""

import tomllib
from datetime import date
from pathlib import Path

from certificates.models.pledges import PledgeText
from people.models.accounts import User

CONTENT = Path(__file__).parent / "content" / "pledges.toml"


def load_pledge_texts(*, author: User, effective_on: date) -> list[PledgeText]:
    """One published text of each kind."""
    tables = tomllib.loads(CONTENT.read_text(encoding="utf-8"))["pledge"]
    texts = [
        PledgeText(
            kind=table["kind"],
            title=table["title"],
            preamble=table["preamble"],
            clauses="\n".join(table["clauses"]),
            triggers="\n".join(table.get("triggers", ())),
            bundle=table.get("bundle", ""),
            effective_on=effective_on,
        )
        for table in tables
    ]
    for text in texts:
        text.save()
        text.save_revision(user=author).publish(user=author, skip_permission_checks=True)
    return texts
