"""A text may ask for the secretary's countersignature before the organizer's."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0019_time_stamps_insert_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="pledgetext",
            name="countersigners",
            field=models.CharField(
                choices=[
                    ("organizer", "The organizer"),
                    ("secretary", "First the secretary of the signer's unit, then the organizer"),
                ],
                default="organizer",
                max_length=10,
                verbose_name="countersigned by",
            ),
        ),
        migrations.AddField(
            model_name="pledge",
            name="endorsed_at",
            field=models.DateTimeField(null=True, verbose_name="countersigned by the secretary"),
        ),
        migrations.AddField(
            model_name="pledge",
            name="endorsed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
