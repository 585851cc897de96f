"""Pledges signed before the parties were kept: name them as they are named now."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

STEP = 4  # Of a unit's path, by level.


def name_parties(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Person, organisation and, where there is one, who countersigned."""
    pledge_model, unit_model = apps.get_model("certificates", "Pledge"), apps.get_model("people", "OrgUnit")
    related = ["enrollment__person", "enrollment__unit", "enrollment__seat", "enrollment__cohort__unit"]
    for pledge in pledge_model.objects.exclude(signed_at=None).select_related(*related, "countersigned_by").iterator():
        enrollment, by = pledge.enrollment, pledge.countersigned_by
        unit = enrollment.cohort.unit
        above = unit_model.objects.filter(path=unit.path[:-STEP]).first()
        post = enrollment.seat.get_post_display() if enrollment.seat else ""
        post = f"{enrollment.unit.name} {post}".strip()
        organisation = f"{above.name}{unit.name}" if above else unit.name
        pledge.parties = {
            "person": {"id": str(enrollment.person_id), "name": enrollment.person.name, "post": post},
            "organisation": {"id": unit.code, "name": organisation, "post": ""},
        }
        if by:
            pledge.parties["countersigner"] = {"id": str(by.pk), "name": by.name, "post": ""}
        pledge.save(update_fields=["parties"])


class Migration(migrations.Migration):
    dependencies = [("certificates", "0005_pledge_parties")]

    operations = [migrations.RunPython(name_parties, migrations.RunPython.noop)]
