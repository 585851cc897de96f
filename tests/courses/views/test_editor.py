"""The author's path through the editor: drafts save as they are, faults keep a page from readers and say why."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail import blocks
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from courses.domain.setting_up import AUTHORS, EDITORS
from courses.models.catalogue import CoursePage
from courses.models.modules import LecturePage, SimulationPage
from courses.models.topics import Topic
from people.models.accounts import User
from tests.factories.courses import (
    DECISION,
    ENDING,
    choice_value,
    decision_value,
    ending_value,
    listed,
    make_case_study,
    make_course,
    make_lecture,
    make_simulation,
    stream,
)

pytestmark = pytest.mark.django_db

NO_COMMENTS = {
    f"comments-{name}": value
    for name, value in (("TOTAL_FORMS", "0"), ("INITIAL_FORMS", "0"), ("MIN_NUM_FORMS", "0"), ("MAX_NUM_FORMS", ""))
}


@pytest.fixture
def author(chen: User, client: Client) -> User:
    """Chen at the editor."""
    chen.groups.add(Group.objects.get(name=AUTHORS))
    client.force_login(chen)
    client.cookies["django_language"] = "zh-hans"
    return chen


def posted(block: blocks.Block, value: Any, prefix: str) -> dict[str, str]:
    """The fields that the editor sends for a block's value."""
    if isinstance(block, blocks.StructBlock):
        parts = [posted(child, value[name], f"{prefix}-{name}") for name, child in block.child_blocks.items()]
        return {key: text for part in parts for key, text in part.items()}
    if isinstance(block, blocks.StreamBlock | blocks.ListBlock):
        bound = list(value) if isinstance(block, blocks.StreamBlock) else list(value.bound_blocks)
        fields = {f"{prefix}-count": str(len(bound))}
        for number, child in enumerate(bound):
            at = f"{prefix}-{number}"
            fields |= {f"{at}-deleted": "", f"{at}-order": str(number), f"{at}-id": child.id or ""}
            if isinstance(block, blocks.StreamBlock):
                fields[f"{at}-type"] = child.block_type
            fields |= posted(child.block, child.value, f"{at}-value")
        return fields
    if isinstance(block, blocks.BooleanBlock):
        return {prefix: "on"} if value else {}
    return {prefix: "" if value is None else str(value)}


def simulation_form(page: SimulationPage, **fields: str) -> dict[str, str]:
    """What the editor sends for a simulation."""
    return {
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "credit_hours": "1",
        "minutes": "30",
        "introduction": page.introduction,
        "sources": "",
        **posted(page.variables.stream_block, page.variables, "variables"),
        **posted(page.scenes.stream_block, page.scenes, "scenes"),
        **NO_COMMENTS,
        **fields,
    }


def broken(course: CoursePage, owner: User) -> SimulationPage:
    """A draft simulation of which one choice leads nowhere."""
    choices = listed(choice_value("听一听", "谈成了"), choice_value("走开", "没有这一幕"))
    scenes = stream((DECISION, decision_value("大门口", choices=choices)), (ENDING, ending_value("谈成了")))
    return make_simulation(course, live=False, owner=owner, variables=stream(), scenes=scenes)


def edit(page: Page) -> str:
    """The address of a page's editor."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_a_draft_with_faults_is_saved(client: Client, author: User) -> None:
    page = broken(make_course(), author)

    answer = client.post(edit(page), simulation_form(page, title="改过的标题"))

    assert answer.status_code == 302
    latest = SimulationPage.objects.get(pk=page.pk).get_latest_revision().as_object()
    assert (latest.title, latest.script.scenes[0].choices[1].next) == ("改过的标题", "没有这一幕")


def test_publishing_faults_is_refused_with_the_list_and_the_text_stays(client: Client, author: User) -> None:
    page = broken(make_course(), author)

    answer = client.post(edit(page), simulation_form(page, **{"title": "改过的标题", "action-publish": "1"}))

    assert not Page.objects.get(pk=page.pk).live
    form = answer.context["form"]
    assert form.errors["scenes"] == [
        "场景“大门口”：“走开”通往“没有这一幕”，但没有叫这个名字的场景。请改正场景名，或者添加这个场景。"
    ]
    assert form["title"].value() == "改过的标题"


def test_submitting_faults_for_review_is_refused(client: Client, author: User) -> None:
    page = broken(make_course(), author)

    answer = client.post(edit(page), simulation_form(page, **{"action-submit": "1"}))

    assert "scenes" in answer.context["form"].errors
    assert page.current_workflow_state is None


def test_a_sound_simulation_is_published(client: Client, author: User) -> None:
    page = make_simulation(make_course(), live=False, owner=author)

    client.post(edit(page), simulation_form(page, **{"action-publish": "1"}))

    assert Page.objects.get(pk=page.pk).live


def test_a_sound_simulation_is_submitted_and_an_editor_approves_it(client: Client, author: User, mei: User) -> None:
    page = make_simulation(make_course(), live=False, owner=author)
    client.post(edit(page), simulation_form(page, **{"action-submit": "1"}))
    mei.groups.add(Group.objects.get(name=AUTHORS), Group.objects.get(name=EDITORS))
    client.force_login(mei)
    page = SimulationPage.objects.get(pk=page.pk)
    assert not page.live

    task = page.current_workflow_task_state
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk]), {"comment": ""})

    assert Page.objects.get(pk=page.pk).live


def test_an_approval_of_what_was_broken_since_is_refused_without_a_crash(
    client: Client, author: User, mei: User
) -> None:
    page = make_simulation(make_course(), live=False, owner=author)
    client.post(edit(page), simulation_form(page, **{"action-submit": "1"}))
    page = SimulationPage.objects.get(pk=page.pk)
    page.scenes = stream((DECISION, decision_value()))
    page.save_revision()
    mei.groups.add(Group.objects.get(name=AUTHORS), Group.objects.get(name=EDITORS))
    client.force_login(mei)

    task = page.current_workflow_task_state
    answer = client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk]), {"comment": ""}
    )

    assert answer.status_code in {302, 403}
    assert not Page.objects.get(pk=page.pk).live


def test_the_editor_shows_the_check_beside_the_scenes(client: Client, author: User) -> None:
    course = make_course()

    sound = client.get(edit(make_simulation(course, owner=author))).content.decode()
    faulty = client.get(edit(broken(course, author))).content.decode()

    assert "每一条路都能走到结局，可以发布。" in sound
    assert "共有 2 条不同的路；最高 0 分，最低 0 分。" in sound
    assert "发布前有 1 处要改" in faulty
    assert "“走开”通往“没有这一幕”" in faulty


def test_a_new_simulation_has_nothing_to_check_yet(client: Client, author: User) -> None:
    course = make_course(owner=author)

    page = client.get(reverse("wagtailadmin_pages:add", args=["courses", "simulationpage", course.pk]))

    assert "保存草稿以后，这里会把每一条路都走一遍。" in page.content.decode()


def test_a_lecture_is_written_and_published_in_one_go(client: Client, author: User) -> None:
    course = make_course(owner=author)
    form = nested_form_data(
        {
            "title": "五级组织链",
            "slug": "chain",
            "summary": "怎样把组织建到楼栋。",
            "credit_hours": "1.5",
            "minutes": "40",
            "sources": "",
            "body": streamfield([("heading", "一根水管"), ("paragraph", rich_text("<p>谁来接?</p>"))]),
            "action-publish": "1",
        }
    )

    client.post(reverse("wagtailadmin_pages:add", args=["courses", "lecturepage", course.pk]), {**form, **NO_COMMENTS})

    lecture = LecturePage.objects.get(slug="chain")
    assert (lecture.live, lecture.owner, lecture.kind) == (True, author, "lecture")
    assert "谁来接" in str(lecture.body)


def test_a_case_study_without_its_source_is_kept_from_readers(client: Client, author: User) -> None:
    page = make_case_study(make_course(), live=False, owner=author, sources="")

    shown = client.get(edit(page)).content.decode()

    assert "写明案例从哪里来；不写不能发布。" in shown
    assert "sources-named" in shown


def test_an_author_meets_no_page_of_the_cms_in_error(client: Client, author: User) -> None:
    course = make_course(owner=author)
    addresses = [
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore", args=[course.pk]),
        reverse("wagtailadmin_pages:add_subpage", args=[course.pk]),
        *(edit(make(course, owner=author)) for make in (make_lecture, make_case_study, make_simulation)),
        edit(course),
        reverse("wagtailimages:index"),
        reverse("wagtaildocs:index"),
        reverse(Topic.snippet_viewset.get_url_name("list")),
    ]

    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_the_editor_may_show_the_preview_in_its_frame() -> None:
    lecture = make_lecture(make_course())

    preview = lecture.make_preview_request(preview_mode="")

    assert "Two chairs" in preview.content.decode()
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]


@pytest.mark.parametrize("somebody", ["lin", "wu", "sun"])
def test_nobody_else_enters_the_cms(client: Client, somebody: str, request: pytest.FixtureRequest) -> None:
    page = make_lecture(make_course())
    client.force_login(request.getfixturevalue(somebody))

    assert client.get(edit(page)).status_code in {302, 403, 404}
