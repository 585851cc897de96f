"""A ceremony belongs to all the pledges that it shows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("certificates", "0011_move_what_was_shown")]

    operations = [
        migrations.RemoveField(model_name="pledgesession", name="pledge"),
        migrations.RemoveField(model_name="pledgesession", name="revision"),
        migrations.RemoveField(model_name="pledgesession", name="wording_digest"),
        migrations.RemoveField(model_name="pledgesession", name="evidence"),
        migrations.AddField(
            model_name="pledgesession",
            name="pledges",
            field=models.ManyToManyField(
                related_name="sessions", through="certificates.ShownText", to="certificates.pledge"
            ),
        ),
    ]
