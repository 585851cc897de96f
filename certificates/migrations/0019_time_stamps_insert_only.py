"""Time stamps take new rows and nothing else."""

from django.db import migrations

from common.insert_only import insert_only


class Migration(migrations.Migration):
    dependencies = [("certificates", "0018_time_stamps")]

    operations = [insert_only("certificates_timestamp")]
