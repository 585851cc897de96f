"""What the sittings that exist are for follows from their keys, which are kept: requirements name them."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def say_purposes(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    sittings = apps.get_model("assessments", "Sitting").objects
    sittings.filter(module__isnull=False).update(purpose="case")
    sittings.filter(module=None, key="final").update(purpose="final")


class Migration(migrations.Migration):
    dependencies = [("assessments", "0011_purposes_and_resits")]

    operations = [migrations.RunPython(say_purposes, migrations.RunPython.noop)]
