"""No record can cascade away: deleting what a record points at is refused by the database's own keys."""

from django.apps import apps
from django.db import models
from modelcluster.fields import ParentalKey

from tests.house.tree import APPS

# A StreamField page's own children, and the parent rows of multi-table inheritance, go with their whole.
# Everything else that may be deleted together with what it points at stands here by name, with the reason.
MAY_CASCADE: dict[str, str] = {}


def own_foreign_keys() -> list[models.ForeignKey]:
    """Return every foreign key of our own tables."""
    own = [model for model in apps.get_models() if model._meta.app_label in APPS]
    return [field for model in own for field in model._meta.local_fields if isinstance(field, models.ForeignKey)]


def is_parent_link(field: models.ForeignKey) -> bool:
    """Say whether the key ties a row to the whole of which it is a part."""
    inherits = isinstance(field, models.OneToOneField) and field.remote_field.parent_link
    return inherits or isinstance(field, ParentalKey)


def test_there_are_keys_to_look_at() -> None:
    assert len(own_foreign_keys()) > 20


def test_no_record_cascades_away() -> None:
    cascading = {
        f"{field.model._meta.label}.{field.name}"
        for field in own_foreign_keys()
        if field.remote_field.on_delete is models.CASCADE and not is_parent_link(field)
    }

    assert cascading == set(MAY_CASCADE)


# "at" alone is when the row happened; a clock runs from a day; Django's own user brings two of its own.
NAMED_OTHERWISE = {"cohorts.Enrollment.clock_from", "people.User.last_login", "people.User.date_joined"}


def is_well_named(field: models.Field) -> bool:
    """Say whether the name of a date or a time ends as it should."""
    if isinstance(field, models.DateTimeField):
        return field.name == "at" or field.name.endswith("_at")
    return not isinstance(field, models.DateField) or field.name.endswith("_on")


def test_datetimes_end_in_at_and_dates_in_on() -> None:
    misnamed = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in APPS
        for field in model._meta.local_fields
        if not is_well_named(field)
    }

    assert misnamed == NAMED_OTHERWISE


def test_no_model_counts_points_in_floats() -> None:
    floats = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in APPS
        for field in model._meta.local_fields
        if isinstance(field, models.FloatField)
    ]

    assert floats == []
