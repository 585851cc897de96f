from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('certificates', '0006_name_the_parties'),
    ]

    operations = [
        migrations.CreateModel(
            name='Anchor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('closed_on', models.DateField(unique=True)),
                ('last_entry', models.BigIntegerField()),
                ('heads', models.PositiveIntegerField()),
                ('root', models.CharField(max_length=64)),
                ('signature', models.TextField()),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['closed_on'],
            },
        ),
    ]
