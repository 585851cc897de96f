"""Ceremonies that showed one text: the text, its revision and its evidence move beside the session."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def move_shown(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """One row for each ceremony."""
    session_model, shown_model = (apps.get_model("certificates", name) for name in ("PledgeSession", "ShownText"))
    rows = (
        shown_model(
            session=session,
            pledge_id=session.pledge_id,
            revision_id=session.revision_id,
            wording_digest=session.wording_digest,
            evidence=session.evidence,
        )
        for session in session_model.objects.iterator()
    )
    shown_model.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("certificates", "0010_shown_texts")]

    operations = [migrations.RunPython(move_shown, migrations.RunPython.noop)]
