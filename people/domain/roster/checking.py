"""Checking a whole roster: each row by itself, then the rows against each other, then against what is known."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from common.crypto import blind_index
from common.masking import masked_name
from common.sheets import Sheet
from people.domain.belonging import belongs_elsewhere, is_known_in
from people.domain.elections import open_election_of
from people.domain.roster.cleaning import Candidate, Cleaner
from people.domain.roster.columns import PLACES, Header, choose_sheet
from people.domain.roster.faults import Fault, make_fault
from people.domain.roster.rows import PersonRow, person_rows
from people.domain.roster.units import UnitFinder, UnitUnknown
from people.enums import Committee, Post
from people.models.accounts import User
from people.models.elections import Election, Seat
from people.models.organisation import OrgUnit

STEP = 1_000
AT_ONCE = 2_000  # Parameters of one query.

Progress = Callable[[int, int], None]
SeatKey = tuple[int, Committee, Post]


@dataclass
class Entry:
    """A row on its way in: what it says, the unit it means, and the person if we know them."""

    row: PersonRow
    candidate: Candidate
    unit: OrgUnit | None = None
    person: User | None = None
    is_elsewhere: bool = False  # The person's account belongs to another unit.

    @property
    def is_good(self) -> bool:
        """May it go in?"""
        return not self.candidate.faults


@dataclass
class Checked:
    """What a check found: every row with its faults, and the election that they belong to."""

    header: Header
    entries: list[Entry]
    election: Election | None
    held_on: date
    warnings: list[Fault] = field(default_factory=list)

    @property
    def accepted(self) -> list[Entry]:
        """The rows that may go in."""
        return [entry for entry in self.entries if entry.is_good]

    @property
    def refused(self) -> list[Fault]:
        """Every fault, in the order of the sheet."""
        return [fault for entry in self.entries for fault in entry.candidate.faults]

    @property
    def all_warnings(self) -> list[Fault]:
        """What the clerk should know all the same: about the file, then about accepted rows."""
        return [*self.warnings, *(fault for entry in self.accepted for fault in entry.candidate.warnings)]


def check_roster(
    *,
    sheets: Sequence[Sheet],
    unit: OrgUnit,
    election: Election | None,
    today: date,
    on_progress: Progress | None = None,
) -> Checked:
    """Check every row; nothing is written. RosterUnusable if this is no roster at all."""
    sheet, header, others = choose_sheet(sheets, is_single_unit=unit.is_leaf())
    cleaner = Cleaner(header)
    entries = [Entry(row, cleaner.clean(row)) for row in reported(person_rows(sheet, header), on_progress)]
    find_units(entries, header, UnitFinder(unit))
    compare_people(entries, cleaner)
    compare_seats(entries, header)
    held_on = day_of(entries, election, today)
    election = election or open_election_of(unit=unit, on=held_on)
    recognize(entries, cleaner, unit)
    compare_with_seats(entries, cleaner, unit, election, held_on)
    warn_of_shared_phones(entries, cleaner)
    warnings = [make_fault(header.last_row, "", "other-sheet", name=name, read=sheet.name) for name in others]
    return Checked(header, entries, election, held_on, warnings)


def reported(rows: list[PersonRow], on_progress: Progress | None) -> Iterator[PersonRow]:
    """The rows, with a word about progress now and then."""
    for count, row in enumerate(rows):
        if on_progress and count % STEP == 0:
            on_progress(count, len(rows))
        yield row
    if on_progress:
        on_progress(len(rows), len(rows))


def find_units(entries: Iterable[Entry], header: Header, finder: UnitFinder) -> None:
    """Give each row its unit."""
    said = [name for name in PLACES if name in header.places]
    column = header.label(said[0]) if said else ""
    smallest = next((name for name in ("code", "village", "unit") if name in said), "street")
    for entry in entries:
        place, number = entry.candidate.place, entry.row.number
        if any(fault.column in {header.label(name) for name in said} for fault in entry.candidate.faults):
            continue  # A formula stands where the unit should.
        if said and not (place.code or place.name or (smallest == "street" and place.street)):
            entry.candidate.faults.append(make_fault(number, column, "unit-missing"))
            continue
        try:
            entry.unit = finder.find(place)
        except UnitUnknown as unknown:
            where = header.label("street") if unknown.is_street else header.label("code" if place.code else smallest)
            details = {"text": unknown.text, "root": finder.root.name, "hint": " / ".join(unknown.likely)}
            entry.candidate.faults.append(make_fault(number, where or column, unknown.reason, **details))


def compare_people(entries: Iterable[Entry], cleaner: Cleaner) -> None:
    """One ID number belongs to one row: the first whose sex and birth fit it; then these must fit."""
    rows: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.candidate.id_number:
            rows[entry.candidate.id_number].append(entry)
    for same in rows.values():
        owner = next((entry for entry in same if entry.candidate.agrees_with_id), same[0])
        for entry in same:
            if entry is not owner:
                cleaner.fault(entry.candidate, "id_number", "id-duplicate", other=owner.row.number)
        if not owner.candidate.birth_agrees:
            cleaner.fault(owner.candidate, "birth", "id-birth-mismatch")
        if not owner.candidate.sex_agrees:
            cleaner.fault(owner.candidate, "sex", "sex-mismatch")


def compare_seats(entries: Iterable[Entry], header: Header) -> None:
    """A post for one person is claimed by one row of a unit; whoever claims it after the first is refused.

    That holds even if the first row is refused for something else: only people can say which claim is right.
    """
    claimed: dict[SeatKey, Entry] = {}
    for entry in entries:
        owners = [claimed.setdefault(key, entry) for key in single_seats(entry)]
        other = next((owner for owner in owners if owner is not entry), None)
        if other is not None and entry.is_good:
            fault = make_fault(entry.row.number, header.label("post"), "seat-taken", other=other.row.number)
            entry.candidate.faults.append(fault)


def single_seats(entry: Entry) -> list[SeatKey]:
    """The seats of a row that only one person can hold."""
    if entry.unit is None:
        return []
    return [(entry.unit.pk, post.committee, post.post) for post in entry.candidate.posts if post.is_single]


def day_of(entries: Iterable[Entry], election: Election | None, today: date) -> date:
    """The day of the election: its own, else the one that most rows give, else today."""
    if election is not None:
        return election.held_on
    days = Counter(entry.candidate.elected_on for entry in entries if entry.candidate.elected_on)
    return max(days, key=lambda day: (days[day], day)) if days else today


def recognize(entries: Sequence[Entry], cleaner: Cleaner, root: OrgUnit) -> None:
    """Find the people we know already by their ID numbers; another name with a known number is refused.

    Who holds a number is told only to those who know the person anyway: the check is no register to ask.
    """
    by_index = {
        blind_index(entry.candidate.id_number): entry
        for entry in entries
        if entry.candidate.id_number and entry.is_good
    }
    for some in batches(by_index):
        known = User.objects.filter(id_index__in=some).annotate(is_known=is_known_in(root))
        elsewhere = set(known.filter(belongs_elsewhere(root)).values_list("pk", flat=True))
        for person in known:
            entry = by_index[person.id_index or ""]
            if person.name == entry.candidate.name:
                entry.person, entry.is_elsewhere = person, person.pk in elsewhere
                if entry.is_elsewhere and entry.candidate.phone:
                    cleaner.warn(entry.candidate, "phone", "phone-kept")
            elif person.is_known:
                cleaner.fault(entry.candidate, "id_number", "id-known", name=masked_name(person.name))
            else:
                cleaner.fault(entry.candidate, "id_number", "id-of-another")


def compare_with_seats(
    entries: Sequence[Entry], cleaner: Cleaner, root: OrgUnit, election: Election | None, held_on: date
) -> None:
    """A single post that somebody else holds by this election, or any by a later one, is taken."""
    wanted = {(key, entry.row.number): entry for entry in entries if entry.is_good for key in seats_of(entry)}
    by_key: defaultdict[SeatKey, list[Entry]] = defaultdict(list)
    for (key, _number), entry in wanted.items():
        by_key[key].append(entry)
    held = Seat.objects.current().under(root).select_related("person")
    for seat in held.filter(election=election) if election else ():
        for entry in (
            by_key.get((seat.unit_id, Committee(seat.committee), Post(seat.post)), ()) if seat.is_single else ()
        ):
            if entry.person is None or entry.person.pk != seat.person_id:
                cleaner.fault(entry.candidate, "post", "seat-held", name=masked_name(seat.person.name))
    later = held.filter(started_on__gt=held_on)
    for seat in later.exclude(election=election) if election else later:
        for entry in by_key.get((seat.unit_id, Committee(seat.committee), Post(seat.post)), ()):
            is_own = entry.person is not None and entry.person.pk == seat.person_id
            if seat.is_single or is_own:
                details = {"name": masked_name(seat.person.name), "day": seat.started_on.isoformat()}
                cleaner.fault(entry.candidate, "post", "seat-later", **details)


def seats_of(entry: Entry) -> list[SeatKey]:
    """All seats of a row."""
    if entry.unit is None:
        return []
    return [(entry.unit.pk, post.committee, post.post) for post in entry.candidate.posts]


def warn_of_shared_phones(entries: Sequence[Entry], cleaner: Cleaner) -> None:
    """A phone that two people have is no login for either: say so, and let them in."""
    holders: defaultdict[str, set[str]] = defaultdict(set)
    by_phone: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.is_good and entry.candidate.phone:
            index = blind_index(entry.candidate.phone)
            holders[index].add(blind_index(entry.candidate.id_number))
            by_phone[index].append(entry)
    for some in batches(by_phone):
        for phone_index, id_index, pk in User.objects.filter(phone_index__in=some).values_list(
            "phone_index", "id_index", "pk"
        ):
            holders[phone_index].add(id_index or f"user {pk}")
    for index, sharing in by_phone.items():
        for entry in sharing if len(holders[index]) > 1 else ():
            cleaner.warn(entry.candidate, "phone", "phone-shared")


def batches(keys: Iterable[str]) -> Iterator[list[str]]:
    """The keys in lists that fit into one query."""
    rest = iter(keys)
    while some := list(islice(rest, AT_ONCE)):
        yield some
