"""The printed pledge: its text, its signature, its evidence, and the countersignature when there is one."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from certificates.payloads import Party, PledgePayload
from certificates.pdf import pledge
from tests.certificates.pdf.reading import archive_faults, text_of
from tests.factories.certificates import RARE_NAMES, strokes

ORIGINALS = 2
SIGNED_AT = datetime(2026, 5, 20, 2, 31, 7, tzinfo=UTC)


def payload(name: str = "林秀英", *, clauses: int = 3) -> PledgePayload:
    """A signed pledge."""
    return PledgePayload(
        number="HD2026P000001286",
        language="zh-hans",
        organisation=Party("370112", "历城区委组织部"),
        person=Party("1", name, "甸新社区 党组织书记"),
        title="廉洁履职承诺书",
        preamble="我郑重承诺：",
        clauses=[f"第{number}条要求，坚持集体研究、按月公开，主动接受监督。" * 2 for number in range(clauses)],
        triggers=["受到严重警告以上处分的；", "连续三个月不履职的。"],
        typed_name=name,
        ink=strokes(),
        signed_at=SIGNED_AT,
        evidence={"text_revision": "482", "signed_at": SIGNED_AT.isoformat(), "authentication": "password"},
        evidence_digest="e" * 64,
        text_digest="d" * 64,
        seal_style="training",
        verify_url="http://127.0.0.1:8000/verify/0123456789abcdef0123456789abcdef/",
    )


def flat(data: bytes, folder: Path) -> str:
    """The text without its line breaks."""
    return "".join(text_of(data, folder).split())


@pytest.mark.parametrize("name", RARE_NAMES)
def test_the_signer_reads_back_exactly_in_an_archive_file(name: str, tmp_path: Path) -> None:
    data = pledge.render(payload(name))

    assert name in text_of(data, tmp_path).splitlines()
    assert archive_faults(data) == []


def test_it_holds_every_clause_every_trigger_and_the_evidence(tmp_path: Path) -> None:
    facts = payload()

    text = flat(pledge.render(facts), tmp_path)

    assert all("".join(clause.split()) in text for clause in (*facts.clauses, *facts.triggers))
    assert "登录密码" in text
    assert "2026年5月20日10:31:07" in text
    assert "d" * 64 in text
    assert "本件为平台电子签署记录。" in text


def test_before_the_countersignature_it_names_no_countersigner(tmp_path: Path) -> None:
    assert "会签人" not in text_of(pledge.render(payload()), tmp_path)


def test_after_it_the_countersigner_and_the_time_stand_there(tmp_path: Path) -> None:
    signed = replace(
        payload(), countersigner=Party("9", "武明远"), countersigned_at=datetime(2026, 5, 21, 1, 5, tzinfo=UTC)
    )

    text = flat(pledge.render(signed), tmp_path)

    assert "武明远" in text
    assert "2026年5月21日09:05:00" in text


def test_a_long_text_runs_over_several_pages_and_loses_nothing(tmp_path: Path) -> None:
    facts = payload(clauses=40)

    text = flat(pledge.render(facts), tmp_path)

    assert all(f"第{number}条要求" in text for number in range(40))
    assert "第4页" in text


def test_where_the_typed_name_is_the_signature_it_stands_in_its_place(tmp_path: Path) -> None:
    text = text_of(pledge.render(replace(payload(), ink=[])), tmp_path)

    assert text.splitlines().count("林秀英") == 2 * ORIGINALS


def test_each_party_has_an_original_that_is_complete(tmp_path: Path) -> None:
    text = flat(pledge.render(payload()), tmp_path)

    own, organisation = text.split("一式两份组织留存", 1)
    assert "一式两份本人留存" in own
    assert "本人留存" not in organisation
    for needed in ("第2条要求", "连续三个月不履职的。", "签署证据页", "d" * 64, "第2页"):
        assert own.count(needed) >= 1
        assert organisation.count(needed) == own.count(needed)


def test_what_is_stored_is_what_is_read_again() -> None:
    facts = payload("司马𠮷祥")

    assert PledgePayload.from_json(facts.as_json()) == facts
