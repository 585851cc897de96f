"""Anchors, and the salts of what the chain says of attempts, take new rows and nothing else."""

from django.db import migrations

from common.insert_only import insert_only


class Migration(migrations.Migration):
    dependencies = [("certificates", "0013_attempt_commitments")]

    operations = [insert_only("certificates_anchor"), insert_only("certificates_attemptcommitment")]
