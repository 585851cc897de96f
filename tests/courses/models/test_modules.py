"""What all modules have in common."""

import pytest

from courses.models.fields import Stream
from courses.models.modules import LecturePage, ModulePage
from tests.factories.courses import make_case_study, make_course, make_lecture, make_simulation

pytestmark = pytest.mark.django_db


def test_a_module_keeps_its_kind_beside_its_id() -> None:
    course = make_course()
    for make in (make_lecture, make_case_study, make_simulation):
        make(course)

    kinds = list(ModulePage.objects.child_of(course).values_list("kind", flat=True))

    assert kinds == ["lecture", "case_study", "simulation"]


def test_only_the_kinds_of_module_are_created_and_only_below_a_course() -> None:
    assert not ModulePage.is_creatable
    assert {model.__name__ for model in type(make_course()).creatable_subpage_models()} == {
        "LecturePage",
        "CaseStudyPage",
        "SimulationPage",
    }
    assert LecturePage.creatable_subpage_models() == []


def test_blocks_stay_out_of_migrations() -> None:
    field = LecturePage._meta.get_field("body")

    _name, path, args, kwargs = field.deconstruct()

    assert (path, args) == ("courses.models.fields.Stream", [])
    assert "block_lookup" not in kwargs
    assert isinstance(field, Stream)
    assert "paragraph" in field.stream_block.child_blocks
