"""Pictures that documents were printed with, and the log of seals, take new rows and nothing else."""

from django.db import migrations

from common.insert_only import insert_only


class Migration(migrations.Migration):
    dependencies = [("certificates", "0015_designs_and_seals")]

    operations = [insert_only("certificates_picture"), insert_only("certificates_sealuse")]
