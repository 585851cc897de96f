"""Signed pledges are reviewed clause by clause, and the person may say something to it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0021_board"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClauseReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("yearly", "Yearly review"), ("mid_term", "Mid-term review")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(null=True, verbose_name="year")),
                ("number", models.PositiveSmallIntegerField(default=1)),
                ("reviewed_on", models.DateField(verbose_name="reviewed on")),
                ("findings", models.JSONField()),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="remark on the whole")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="why it was corrected")),
                ("wording_digest", models.CharField(max_length=64)),
                ("recorded_at", models.DateTimeField()),
                (
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clause_reviews",
                        to="certificates.pledge",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "review by clause",
                "ordering": ["kind", "year", "number"],
            },
        ),
        migrations.CreateModel(
            name="ClauseStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=1000, verbose_name="statement")),
                ("made_at", models.DateTimeField()),
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statement",
                        to="certificates.clausereview",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="clausereview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "yearly")),
                fields=("pledge", "year", "number"),
                name="clause_review_once_a_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="clausereview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "mid_term")),
                fields=("pledge", "number"),
                name="clause_review_once_in_mid_term",
            ),
        ),
        migrations.AddConstraint(
            model_name="clausereview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "yearly"), ("year__isnull", False)),
                    models.Q(("kind", "mid_term"), ("year__isnull", True)),
                    _connector="OR",
                ),
                name="clause_review_year_of_its_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="clausereview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("number", 1), ("reason", "")),
                    models.Q(("number__gt", 1), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="clause_review_corrected_for_a_reason",
            ),
        ),
    ]
