"""Bringing the demo's rosters in, by the steps that the page takes: upload, check, apply."""

from datetime import datetime

from django.conf import settings

from people.domain.roster.imports import apply_import, check_import, order_applying, start_import
from people.enums import ImportState
from people.models.accounts import User
from people.models.elections import Election
from people.models.imports import RosterImport
from people.models.organisation import OrgUnit


class RosterRefused(Exception):
    """The importer found a fault in a roster that should have none."""


def leave_checked(*, data: bytes, name: str, unit: OrgUnit, by: User, at: datetime) -> RosterImport:
    """Upload a roster and have it checked; applying it is left to somebody."""
    roster = start_import(
        file_name=name, data=data, unit=unit, election=None, by=by, language=settings.LANGUAGE_CODE, at=at
    )
    check_import(pk=roster.pk, now=lambda: at)
    roster.refresh_from_db()
    return roster


def bring_in(*, data: bytes, name: str, unit: OrgUnit, by: User, at: datetime) -> Election:
    """Upload, check and apply a roster; every row of it must be good."""
    roster = leave_checked(data=data, name=name, unit=unit, by=by, at=at)
    if roster.state != ImportState.CHECKED or roster.report["refused_rows"]:
        raise RosterRefused(roster.report.get("refused", roster.report))
    order_applying(found=roster, at=at)
    apply_import(pk=roster.pk, now=lambda: at)
    roster.refresh_from_db()
    if roster.election is None:
        raise RosterRefused(roster.report.get("refused", roster.report))
    return roster.election
