from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0012_purposes_of_sittings")]

    operations = [
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("purpose", "final"), ("resit_of", None)),
                fields=("cohort",),
                name="sitting_final_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("module__isnull", False), ("purpose", "case")),
                    models.Q(("module", None), ("purpose__in", ["final", "quiz", "practice"])),
                    _connector="OR",
                ),
                name="sitting_purpose_fits",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.CheckConstraint(
                condition=models.Q(("resit_of", None), ("module", None), _connector="OR"),
                name="sitting_resit_has_no_module",
            ),
        ),
    ]
