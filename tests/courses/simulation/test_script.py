"""A script keeps its meaning through JSON, and what is not a script is refused."""

import json

import pytest

from courses.simulation.script import Script, ScriptFormatError, Variable, VariableKind
from tests.factories.courses import parking_script


def test_a_script_read_from_its_json_equals_the_script_that_wrote_it() -> None:
    script = parking_script()

    assert Script.from_json(script.to_json()) == script


def test_the_json_of_one_script_is_always_the_same_text() -> None:
    shuffled = json.dumps(json.loads(parking_script().to_json()), indent=4)

    assert Script.from_json(shuffled).to_json() == parking_script().to_json()


def test_the_json_names_its_format() -> None:
    assert json.loads(parking_script().to_json())["format"] == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        '{"format":2,"start":"a","variables":[],"scenes":[]}',
        '{"format":1,"start":"a","variables":[{}],"scenes":[]}',
        '{"format":1,"start":"a","variables":{},"scenes":[1]}',
    ],
)
def test_it_refuses_what_is_not_a_script(text: str) -> None:
    with pytest.raises(ScriptFormatError):
        Script.from_json(text)


def test_it_refuses_a_value_that_is_a_fraction() -> None:
    data = json.loads(parking_script().to_json())
    data["variables"][0]["initial"] = 0.5

    with pytest.raises(ScriptFormatError):
        Script.from_json(json.dumps(data))


@pytest.mark.parametrize(
    ("kind", "value", "accepted"),
    [
        ("int", 5, True),
        ("int", 500, True),
        ("int", True, False),
        ("int", "5", False),
        ("bool", True, True),
        ("bool", 1, False),
        ("enum", "open", True),
        ("enum", "ajar", False),
    ],
)
def test_a_variable_accepts_values_of_its_own_kind_only(kind: str, value: int | bool | str, accepted: bool) -> None:
    variable = Variable(key="v", label="V", kind=VariableKind(kind), options=("open", "shut"))

    assert variable.accepts(value) is accepted
