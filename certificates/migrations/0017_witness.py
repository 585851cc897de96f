"""Somebody may read a pledge aloud to whoever cannot read, and prove it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0016_pictures_and_uses_insert_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="pledgesession",
            name="witness",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="pledgesession",
            name="proof",
            field=models.CharField(
                blank=True,
                choices=[("signer", "The signer's own password"), ("witness", "The password of the witness")],
                default="",
                max_length=10,
            ),
            preserve_default=False,
        ),
    ]
