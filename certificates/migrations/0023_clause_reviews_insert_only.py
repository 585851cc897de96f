"""Reviews by clause, and what was said to them, take new rows and nothing else."""

from django.db import migrations

from common.insert_only import insert_only


class Migration(migrations.Migration):
    dependencies = [("certificates", "0022_clause_reviews")]

    operations = [insert_only("certificates_clausereview"), insert_only("certificates_clausestatement")]
