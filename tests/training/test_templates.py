"""The parts that every room's pages are made of say what they should, also without a style sheet."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import translation
from django.views.defaults import bad_request, server_error

TEMPLATES = Path(__file__).parents[2] / "training" / "templates"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Enrolling(forms.Form):
    """A form with one of each: text with a hint, choices, a single box."""

    name = forms.CharField(label="Name", help_text="As on the roster")
    way = forms.ChoiceField(
        label="Way in", choices=[("rule", "By rule"), ("hand", "By hand")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="I have checked the list")
    note = forms.CharField(label="Note", required=False)


def part(name: str, **context: object) -> str:
    """A template part as text, in English."""
    with translation.override("en"):
        return render_to_string(f"_parts/{name}.html", context)


def test_a_figure_shows_its_share_and_what_it_is_made_of() -> None:
    html = part("figure", part=1250, whole=5000, url="/list/")

    assert "25%" in html
    assert 'href="/list/"' in html
    # In the drawing the numbers carry no separators, whatever the language.
    assert 'viewBox="0 0 5000 1"' in html
    assert 'class="bar__part" width="1250"' in html


def test_a_figure_of_nothing_is_a_dash_and_not_a_division() -> None:
    html = part("figure", part=0, whole=0, url="/list/")

    assert "—" in html
    assert "<svg" not in html


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("done", "Done"),
        ("open", "Still to do"),
        ("waiting", "Waiting"),
        ("unreachable", "Can no longer be reached"),
    ],
)
def test_each_requirement_says_its_state_in_a_word(state: str, word: str) -> None:
    html = part("checklist", items=[SimpleNamespace(state=state, label="Final examination")])

    assert word in html
    assert f"is-{state}" in html


def test_a_checklist_shows_the_choices_inside_a_requirement() -> None:
    inner = SimpleNamespace(state="open", label="A site visit")

    html = part("checklist", items=[SimpleNamespace(state="open", label="Two of these", items=[inner])])

    assert html.index("Two of these") < html.index("A site visit")


def test_the_error_summary_links_to_each_field() -> None:
    form = Enrolling({"name": ""})

    html = part("error_summary", form=form)

    assert 'href="#id_name"' in html
    assert 'href="#id_way_0"' in html
    assert 'role="alert"' in html


def test_a_form_without_errors_has_no_summary() -> None:
    assert part("error_summary", form=Enrolling()).strip() == ""


def test_a_field_ties_its_hint_and_its_error_to_the_control() -> None:
    with translation.override("en"):
        html = Enrolling({"name": ""})["name"].as_field_group()

    control = re.search(r"<input[^>]*>", html)
    assert control is not None
    assert 'aria-describedby="id_name_helptext id_name_error"' in control.group()
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert '<label class="field__label" for="id_name">' in html


def test_a_group_of_choices_stands_under_one_legend() -> None:
    html = Enrolling()["way"].as_field_group()

    assert "<fieldset" in html
    assert html.count("<legend") == 1
    assert html.count('type="radio"') == 2


def test_only_what_may_stay_empty_is_called_optional() -> None:
    with translation.override("en"):
        assert "(optional)" in Enrolling()["note"].as_field_group()
        assert "(optional)" not in Enrolling()["name"].as_field_group()


def test_long_work_says_when_it_has_ended() -> None:
    running = part("work", work={"title": "Issuing", "state": "running", "done": 3, "total": 9})
    done = part("work", work={"title": "Issuing", "state": "done", "done": 9, "total": 9})

    assert 'value="3" max="9"' in running
    assert "data-poll-end" not in running
    assert "data-poll-end" in done


@pytest.mark.parametrize("code", [400, 500, 503])
def test_pages_for_our_own_faults_need_no_request(code: int) -> None:
    html = render_to_string(f"{code}.html")

    assert "<form" not in html
    assert f"{code}" in html


def test_the_framework_finds_our_pages_for_faults(rf: object) -> None:
    request = rf.get("/")  # type: ignore[attr-defined]

    assert "系统出了问题".encode() in server_error(request).content
    assert "无法识别这次请求".encode() in bad_request(request, Exception()).content


def test_no_template_carries_script_or_style_or_chinese_of_its_own() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=")
    # A language is named in itself.
    own_name = "中文"

    for template in TEMPLATES.rglob("*.html"):
        text = template.read_text()

        assert not inline.search(text), template.name
        assert not CHINESE.search(text.replace(own_name, "")), template.name
