from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0013_rules_of_purposes")]

    operations = [
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")), fields=("resit_of",), name="sitting_one_resit_prepared"
            ),
        ),
    ]
