"""Texts that are signed together carry the same name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("certificates", "0008_signing_keys")]

    operations = [
        migrations.AddField(
            model_name="pledgetext",
            name="bundle",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Texts with the same words here are read and signed in one go, each as a pledge of its own.",
                max_length=40,
                verbose_name="signed together as",
            ),
            preserve_default=False,
        ),
    ]
