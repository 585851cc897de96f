from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('certificates', '0004_digests_are_looked_up'),
    ]

    operations = [
        migrations.AddField(
            model_name='pledge',
            name='parties',
            field=models.JSONField(default=dict),
        ),
    ]
