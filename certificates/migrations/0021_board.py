"""Countersigned pledges may be posted on a public board."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0020_secretary_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("shown_name", models.CharField(max_length=50, verbose_name="name as shown")),
                ("from_on", models.DateField(verbose_name="shown from")),
                ("until_on", models.DateField(verbose_name="shown until")),
                ("posted_at", models.DateTimeField()),
                ("taken_down_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="why it was taken down")),
                (
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="postings", to="certificates.pledge"
                    ),
                ),
                (
                    "posted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "taken_down_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "posting on the board",
                "ordering": ["pledge__enrollment__unit__path", "pledge__enrollment_id", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_down_at", None)), fields=("pledge",), name="posting_one_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("from_on"))), name="posting_ends_after"
                    ),
                ],
            },
        ),
    ]
