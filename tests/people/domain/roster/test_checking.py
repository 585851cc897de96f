"""Every refusal code, alone in its row; and what is no fault."""

from datetime import date

import pytest

from people.domain.roster.checking import Checked
from people.domain.roster.columns import RosterUnusable
from people.enums import Sex
from people.models.organisation import OrgUnit
from tests.factories.people import make_election, make_id_number, make_person, make_seat, make_unit
from tests.factories.rosters import COLUMNS, POSTS, Community, committee_rows, csv_of, person_row, xlsx
from tests.people.domain.roster.conftest import Check

OTHER_DAY = make_id_number(born_on=date(1987, 2, 19), sex=Sex.MALE, serial=7)


def refused(checked: Checked) -> list[tuple[int, str, str]]:
    """Row, column and code of every fault."""
    return [(fault.row, fault.column, fault.code) for fault in checked.refused]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("姓名", None, "name-missing"),
        ("姓名", " 　", "name-missing"),
        ("姓名", "王" * 51, "name-too-long"),
        ("姓名", '=HYPERLINK("http://example.invalid","王伟")', "formula"),
        ("联系电话", "=A1", "formula"),
        ("身份证号", "=A1", "formula"),
        ("身份证号", "37010319680915971", "id-length"),
        ("身份证号", "370103680915971", "id-length"),
        ("身份证号", None, "id-length"),
        ("身份证号", 370103196809159712, "id-as-number"),
        ("身份证号", "3.70103E+17", "id-as-number"),
        ("身份证号", "37010319680915971A", "id-checksum"),
        ("出生年月", "1949.01", "id-birth-mismatch"),
        ("联系电话", "1234567", "phone-invalid"),
        ("联系电话", "12800000000", "phone-invalid"),
        ("职务", "会计", "post-unknown"),
        ("职务", None, "post-unknown"),
        ("职务", "居委会委员、会计", "post-unknown"),
        ("当选日期", "2026.13.45", "date-impossible"),
        ("当选日期", "明天", "date-impossible"),
        ("村(社区)", "不存在社区", "unit-unknown"),
    ],
)
def test_it_refuses_the_row_for_just_that(check: Check, column: str, value: object, code: str) -> None:
    rows = [person_row(1), person_row(2) | {column: value}, person_row(3)]

    checked = check(xlsx(rows, merged=()))

    assert refused(checked) == [(5, column, code)]
    assert [entry.row.number for entry in checked.accepted] == [4, 6]


def test_it_refuses_a_wrong_check_digit(check: Check) -> None:
    number = str(person_row(2)["身份证号"])
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")

    assert refused(check(xlsx([person_row(2, 身份证号=wrong)]))) == [(4, "身份证号", "id-checksum")]


def test_it_refuses_the_other_sex(check: Check) -> None:
    row = person_row(2)

    assert refused(check(xlsx([row | {"性别": "女" if row["性别"] == "男" else "男"}]))) == [
        (4, "性别", "sex-mismatch")
    ]


def test_of_two_rows_with_one_id_number_the_one_that_contradicts_it_is_refused(check: Check) -> None:
    thief = person_row(1) | {"身份证号": person_row(2)["身份证号"], "出生年月": "1999.01"}

    assert refused(check(xlsx([thief, person_row(2)]))) == [(4, "身份证号", "id-duplicate")]


def test_the_same_person_twice_is_refused_the_second_time(check: Check) -> None:
    rows = [person_row(1), person_row(2), person_row(1, post=POSTS[1])]

    assert refused(check(xlsx(rows))) == [(6, "身份证号", "id-duplicate")]


def test_a_single_post_claimed_twice_is_refused_the_second_time(check: Check) -> None:
    rows = [*committee_rows(), person_row(20, post="居委会主任")]

    assert refused(check(xlsx(rows))) == [(9, "职务", "seat-taken")]


def test_deputies_and_members_may_be_many(check: Check) -> None:
    rows = [person_row(number, post=post) for number, post in enumerate([POSTS[1], POSTS[1], POSTS[3], POSTS[3]])]

    assert refused(check(xlsx(rows))) == []


def test_a_post_that_this_election_gave_to_somebody_else_is_taken(check: Check, street: OrgUnit) -> None:
    community = make_unit("370103010001")
    election = make_election(street)
    make_seat(make_person(), community, election=election)

    checked = check(xlsx([person_row(1, post="党委书记")]), election=election)

    assert refused(checked) == [(4, "职务", "seat-taken")]


@pytest.mark.parametrize("has_election", [True, False])
def test_a_roster_that_comes_late_does_not_undo_a_later_election(
    check: Check, street: OrgUnit, has_election: bool
) -> None:
    named = make_election(street) if has_election else None
    make_seat(make_person(), make_unit("370103010001"), started_on=date(2027, 1, 1))

    checked = check(xlsx([person_row(1, post="党委书记")]), election=named)

    assert refused(checked) == [(4, "职务", "seat-taken")]


def test_a_known_id_number_under_another_name_is_refused(check: Check) -> None:
    row = person_row(1)
    make_person("别的名字", id_number=str(row["身份证号"]))

    assert refused(check(xlsx([row]))) == [(4, "身份证号", "id-duplicate")]


def test_the_holder_of_a_number_is_named_only_to_those_who_know_the_person(check: Check) -> None:
    ours, theirs = person_row(1), person_row(2)
    here = make_person("郑晓梅", id_number=str(ours["身份证号"]))
    make_seat(here, make_unit("370103010001"))
    there = make_person("林秀英", id_number=str(theirs["身份证号"]))
    make_seat(there, make_unit("370112001001"))

    said = {fault.row: fault.message for fault in check(xlsx([ours, theirs])).refused}

    assert "郑" in said[4]
    assert "林" not in said[5]


def test_no_message_repeats_an_id_number(check: Check) -> None:
    wrong = "370103196809159711"
    rows = [person_row(1), person_row(2) | {"身份证号": person_row(1)["身份证号"]}, person_row(3, 身份证号=wrong)]

    said = " ".join(fault.message for fault in check(xlsx(rows)).refused)

    assert said
    assert wrong not in said
    assert str(rows[0]["身份证号"]) not in said


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("联系电话", "１８８４６５６３２１２"),
        ("联系电话", "130 3249 6685"),
        ("联系电话", "+86 13032496685"),
        ("联系电话", 13032496685),
        ("联系电话", None),
        ("性别", None),
        ("出生年月", None),
        ("当选日期", date(2026, 11, 8)),
        ("当选日期", 46334),
        ("当选日期", "2026年11月8日"),
        ("当选日期", "2026/11/8"),
        ("当选日期", "二〇二六年十一月八日"),
        ("村(社区)", "六里山路社区居民委员会"),
        ("村(社区)", "六里山路社区居委会"),
        ("村(社区)", "六里山路"),
        ("村(社区)", "六里山街道六里山路社区"),
        ("村(社区)", "370103010001"),
        ("街道(镇)", "六里山街道办事处"),
        ("街道(镇)", None),
        ("职务", "六里山路社区党总支副书记兼居委会委员"),
        ("姓名", "欧阳𬱖"),
        ("姓名", "阿卜杜热西提•买买提"),
        ("备注", "=1+1"),
    ],
)
def test_it_accepts_what_clerks_write(check: Check, column: str, value: object) -> None:
    assert refused(check(xlsx([person_row(2) | {column: value}], merged=()))) == []


def test_every_way_of_writing_an_id_number_is_the_same_number(check: Check) -> None:
    number = "11010519491231002X"
    rows = [
        person_row(place, 身份证号=written, 性别="女", 出生年月="1949-12")
        for place, written in enumerate([number.lower(), "110105 19491231 002x", "'" + number])
    ]

    found = [check(xlsx([row])).accepted[0].candidate.id_number for row in rows]

    assert found == [number] * 3


def test_spaces_that_align_a_short_name_go_and_the_characters_stay(check: Check) -> None:
    checked = check(xlsx([person_row(1, 姓名="戴  洋"), person_row(2, 姓名="司马𠮷祥")]))

    assert [entry.candidate.name for entry in checked.accepted] == ["戴洋", "司马𠮷祥"]


def test_a_phone_that_two_people_share_is_a_warning(check: Check) -> None:
    checked = check(xlsx([person_row(1, 联系电话="13900000000"), person_row(2, 联系电话="13900000000")]))

    assert [fault.code for fault in checked.all_warnings] == ["phone-shared", "phone-shared"]
    assert len(checked.accepted) == 2


def test_blank_rows_sums_and_footnotes_are_nobody(check: Check) -> None:
    blank = dict.fromkeys(COLUMNS)
    note = blank | {"序号": "填表人：张三", "姓名": "审核人：李四"}
    subtotal = blank | {"村(社区)": "小 计", "姓名": 1}

    checked = check(xlsx([person_row(1), blank, subtotal, person_row(2), note], merged=()))

    assert (len(checked.entries), refused(checked)) == (2, [])


def test_merged_units_reach_as_far_as_they_are_merged_and_no_further(check: Check) -> None:
    second = Community(name="六里山南路社区")
    rows = [*committee_rows(), *committee_rows(start=10, community=second), person_row(30)]
    rows[-1]["村(社区)"] = None

    checked = check(xlsx(rows))

    units = [entry.unit.code[-3:] for entry in checked.accepted if entry.unit]
    assert units == ["001"] * 5 + ["002"] * 5
    assert refused(checked) == [(14, "村(社区)", "unit-unknown")]


def test_in_a_sheet_without_merged_cells_an_empty_unit_is_the_one_above(check: Check) -> None:
    rows = committee_rows()
    for row in rows[1:]:
        row["村(社区)"] = row["街道(镇)"] = None

    assert len(check(csv_of(rows)).accepted) == 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_every_encoding_gives_the_same_people(check: Check, encoding: str) -> None:
    rows = [person_row(1, 姓名="欧阳𬱖"), person_row(2, 姓名="司马𠮷祥")]

    checked = check(csv_of(rows, encoding=encoding))

    assert [(entry.row.number, entry.candidate.name) for entry in checked.accepted] == [(2, "欧阳𬱖"), (3, "司马𠮷祥")]


def test_columns_may_stand_in_any_order_on_any_sheet(check: Check) -> None:
    columns = tuple(reversed(COLUMNS))

    assert len(check(xlsx(committee_rows(), columns=columns, sheet_first="填表说明")).accepted) == 5


def test_headers_have_many_names(check: Check) -> None:
    names = {
        "村(社区)": "所在村\n（社区）",
        "姓名": "姓 名",
        "身份证号": "公民身份号码*",
        "联系电话": "手机号码（必填）",
        "职务": "当选职务",
    }
    rows = [{names.get(column, column): value for column, value in person_row(1).items()}]
    columns = [names.get(column, column) for column in COLUMNS]

    wide = csv_of(rows, columns=columns)

    assert len(check(wide).accepted) == 1


def test_missing_columns_are_named(check: Check) -> None:
    columns = [column for column in COLUMNS if column not in {"身份证号", "职务"}]

    with pytest.raises(RosterUnusable, match=r"身份证号|ID number"):
        check(csv_of([person_row(1)], columns=columns))


def test_a_community_may_send_a_roster_without_a_column_for_its_unit(check: Check) -> None:
    columns = [column for column in COLUMNS if column not in {"街道(镇)", "村(社区)"}]

    checked = check(csv_of([person_row(1)], columns=columns), unit=make_unit("370103010001"))

    assert [entry.unit.code for entry in checked.accepted if entry.unit] == ["370103010001"]


def test_an_unknown_unit_comes_with_a_suggestion(check: Check) -> None:
    [fault] = check(xlsx([person_row(1) | {"村(社区)": "六里山北路社区"}])).refused

    assert "六里山路社区居民委员会" in fault.message


def test_a_unit_of_the_sister_district_is_not_found(check: Check) -> None:
    make_unit("370112001001")

    checked = check(xlsx([person_row(1) | {"街道(镇)": None, "村(社区)": "甸柳第一社区"}]))

    assert refused(checked) == [(4, "村(社区)", "unit-unknown")]
