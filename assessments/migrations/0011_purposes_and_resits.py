import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0010_appeals"),
    ]

    operations = [
        migrations.AddField(
            model_name="sitting",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("final", "Final examination"),
                    ("quiz", "Quiz"),
                    ("practice", "Practice test"),
                    ("case", "Written case study"),
                ],
                default="quiz",  # 0012 says what each sitting that exists is for.
                max_length=10,
                verbose_name="what it is for",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="sitting",
            name="resit_of",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="resits",
                to="assessments.sitting",
                verbose_name="sitting that is repeated",
            ),
        ),
        migrations.AlterField(
            model_name="sitting",
            name="key",
            field=models.SlugField(editable=False, verbose_name="key"),
        ),
    ]
