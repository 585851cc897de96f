"""Questions of every kind as Hypothesis makes them up: whatever the bank could hold, and nothing that it could not."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from assessments.formats import making
from assessments.formats.base import Content
from assessments.kinds.normalise import normalise
from tests.factories.questions import every_kind, scenario_snapshot

_TELLING = "AaBb12 ,;|/.=~#{}:&<>\"'\\%_()（）、；，。×√对错甲乙丙村委会\n-*"
_LETTERS = st.sampled_from("甲乙丙丁戊己庚辛abcXYZ019")
READINGS = ("answers", "case", "wildcard", "digits", "traditional")
Strategy = st.SearchStrategy[Any]


def words(*, least: int = 1, most: int = 30) -> Strategy:
    """Return text as a form keeps it: without space at its ends."""
    return st.text(_TELLING, min_size=least, max_size=most).map(str.strip).filter(lambda text: len(text) >= least)


def telling() -> Strategy:
    """Return text that still says something after it was normalised."""
    return st.tuples(_LETTERS, words(least=0)).map("".join).map(str.strip).filter(normalise)


def different(least: int = 2, most: int = 6) -> Strategy:
    """Return texts of which no two say the same."""
    return st.lists(telling(), min_size=least, max_size=most, unique_by=normalise)


def share() -> Strategy:
    """Return a share as a form keeps it."""
    return st.sampled_from(["0", "0.5", "0.25", "0.3333333", "1"])


@st.composite
def _single(draw: st.DrawFn) -> Any:
    texts = draw(different())
    key = draw(st.integers(0, len(texts) - 1))
    own = making.single(texts, key)
    for place, row in enumerate(own["options"]):
        row["pinned"], row["feedback"] = draw(st.booleans()), draw(words(least=0))
        if place != key:
            row["fraction"] = draw(st.sampled_from(["0", "0", "0.5", "0.3333333"]))
    return own


@st.composite
def _multiple(draw: st.DrawFn) -> Any:
    texts = draw(different())
    keys = draw(st.sets(st.integers(0, len(texts) - 1), min_size=1))
    own = making.multiple(texts, keys)
    own["mode"] = draw(st.sampled_from(["half_subset", "exact", "subset_share", "right_minus_wrong"]))
    for row in own["options"]:
        row["pinned"], row["feedback"] = draw(st.booleans()), draw(words(least=0))
    return own


@st.composite
def _fill(draw: st.DrawFn) -> Any:
    own = making.fill(
        [
            [(draw(telling()), Decimal(1)), *[(text, Decimal(draw(share()))) for text in draw(different(0, 2))]]
            for _ in range(draw(st.integers(1, 4)))
        ]
    )
    for row in own["blanks"]:
        row["weight"] = draw(st.sampled_from(["1", "2", "0.5"]))
        row["case"], row["wildcard"] = draw(st.booleans()), draw(st.booleans())
        row |= draw(
            st.sampled_from([{}, {"digits": True}, {"traditional": True}, {"digits": True, "traditional": True}])
        )
    if draw(st.booleans()):
        for row in own["blanks"]:
            row["group"], row["weight"], row["wildcard"] = "甲", "1", False
    return own


@st.composite
def _case_analysis(draw: st.DrawFn) -> Any:
    criteria = []
    for name in draw(different(1, 3)):
        scores = draw(st.lists(st.integers(1, 20), min_size=1, max_size=4, unique=True))
        levels = [{"score": str(score), "text": draw(words(least=0))} for score in [0, *scores]]
        criteria.append({"name": name, "weight": draw(st.sampled_from(["1", "2", "0.5"])), "levels": levels})
    return {
        "min_length": draw(st.integers(0, 100)),
        "max_length": draw(st.sampled_from([0, 500])),
        "criteria": making.numbered(criteria, "c"),
    }


def number() -> Strategy:
    """Return a number as a form keeps it."""
    return st.decimals(-1000, 1000, places=2).map(making.decimal_text)


@st.composite
def _accepted(draw: st.DrawFn, fraction: str | None = None) -> Any:
    share = fraction or draw(share_of_number)
    mode = draw(st.sampled_from(["absolute", "relative", "interval"]))
    one = draw(number())
    if mode == "interval":
        high = making.decimal_text(Decimal(one) + draw(st.integers(0, 50)))
        return {"mode": mode, "low": one, "high": high, "fraction": share}
    value = one if Decimal(one) else "1"
    return {"mode": mode, "value": value, "tolerance": draw(st.sampled_from(["0", "0.5", "2"])), "fraction": share}


share_of_number = st.sampled_from(["0", "0.5", "1"])


@st.composite
def _numeric(draw: st.DrawFn) -> Any:
    answers = [draw(_accepted("1")), *draw(st.lists(_accepted(), max_size=2))]
    unit = draw(st.sampled_from(["", "天", "km/h", "%", "±", "元/人"]))
    return {"answers": answers, "unit": unit, "percent": draw(st.booleans())}


@st.composite
def _matching(draw: st.DrawFn) -> Any:
    choices = [{"id": f"x{n}", "text": text} for n, text in enumerate(draw(different()))]
    keys = st.sampled_from([row["id"] for row in choices])
    stems = [{"id": f"y{n}", "text": text, "choice": draw(keys)} for n, text in enumerate(draw(different(1)))]
    return {"stems": stems, "choices": choices}


@st.composite
def _classify(draw: st.DrawFn) -> Any:
    bins = [{"id": f"x{n}", "text": text} for n, text in enumerate(draw(different()))]
    keys = st.sampled_from([row["id"] for row in bins])
    items = [
        {"id": f"y{n}", "text": text, "bin": draw(keys), "reference": draw(words(least=0))}
        for n, text in enumerate(draw(different(1)))
    ]
    return {"items": items, "bins": bins}


@st.composite
def _ordering(draw: st.DrawFn) -> Any:
    return {**making.ordering(draw(different())), "mode": draw(st.sampled_from(["pairs", "position", "next", "exact"]))}


@st.composite
def _part(draw: st.DrawFn, number: int) -> Any:
    part = {"id": f"part-{number}", "points": draw(st.sampled_from(["1", "2", "0.5"]))}
    kind = draw(st.sampled_from(["single", "fill", "numeric"]))
    if kind == "single":
        return {**part, "kind": kind, **draw(_single())}
    if kind == "numeric":
        return {**part, "kind": kind, **draw(_numeric())}
    blank = draw(_fill())["blanks"][0]
    return {**part, "kind": kind, **{name: blank[name] for name in READINGS if name in blank}}


@st.composite
def _upload(draw: st.DrawFn) -> Any:
    return {
        "types": draw(st.lists(st.sampled_from(["pdf", "docx", "jpg"]), min_size=1, unique=True)),
        "max_files": draw(st.integers(1, 10)),
        "max_bytes": draw(st.integers(1, 50_000_000)),
        "criteria": draw(_case_analysis())["criteria"],
    }


def _scenario() -> Strategy:
    made = scenario_snapshot()
    own = {name: made[name] for name in ("script", "scoring", "outcomes", "lowest", "highest")}
    return st.fixed_dictionaries(
        {**{name: st.just(value) for name, value in own.items()}, "lowest": st.integers(-9, -1)}
    )


@st.composite
def _clozes(draw: st.DrawFn) -> Any:
    """A cloze is made with its stem, which names its parts."""
    parts = [draw(_part(number)) for number in range(draw(st.integers(1, 3)))]
    stem = "".join(f"{draw(telling())}[[{part['id']}]]" for part in parts)
    return {"parts": parts}, stem + draw(words(least=0))


OWNS: dict[str, Callable[[], Strategy]] = {
    "single": _single,
    "multiple": _multiple,
    "true_false": lambda: st.fixed_dictionaries({"correct": st.booleans()}),
    "fill": _fill,
    "indefinite": _multiple,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "classify": _classify,
    "case_analysis": _case_analysis,
    "upload": _upload,
    "scenario": _scenario,
}


def contents(kind: str) -> st.SearchStrategy[Content]:
    """Return questions of a kind, with everything else that a bank keeps of them."""
    made = _clozes() if kind == "cloze" else st.tuples(OWNS[kind](), words())
    return made.flatmap(lambda pair: _whole(kind, *pair))


def _whole(kind: str, own: Any, stem: str) -> st.SearchStrategy[Content]:
    return st.builds(
        Content,
        kind=st.just(kind),
        stem=st.just(stem),
        own=st.just(own),
        explanation=words(least=0),
        reference=words(least=0),
        points=st.sampled_from([Decimal(1), Decimal(2), Decimal("2.5"), Decimal("0.01"), Decimal(100)]),
        difficulty=st.integers(1, 5),
        topics=words(least=0),
        source=words(least=0),
    )


def content_of(snapshot: dict[str, Any]) -> Content:
    """Return a snapshot as a file says it."""
    own = {name: value for name, value in snapshot.items() if name not in {"format", "kind", "stem", "explanation"}}
    return Content(snapshot["kind"], snapshot["stem"], own, explanation=snapshot["explanation"])


CONTENTS: dict[str, Content] = {snapshot["kind"]: content_of(snapshot) for snapshot in every_kind()} | {
    "single": Content("single", "谁召集村民会议？", making.single(["镇政府", "村委会", "党支部"], 1)),
    "multiple": Content("multiple", "哪些须公开？", making.multiple(["收支", "补助", "日记"], [0, 1])),
    "fill": Content("fill", "村民会议由____召集。", making.fill([[("村委会", Decimal(1))]])),
    "case_analysis": Content("case_analysis", "请写出处理步骤。", making.written("先听群众怎么说。", "答题要点")),
}
"""One plain question of each kind."""
