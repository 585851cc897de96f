from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('certificates', '0003_reviews'),
    ]

    operations = [
        migrations.AlterField(
            model_name='certificate',
            name='file_digest',
            field=models.CharField(blank=True, db_index=True, max_length=64),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='signed_digest',
            field=models.CharField(blank=True, db_index=True, max_length=64),
        ),
        migrations.AlterField(
            model_name='pledge',
            name='file_digest',
            field=models.CharField(blank=True, db_index=True, max_length=64),
        ),
        migrations.AlterField(
            model_name='pledge',
            name='signed_digest',
            field=models.CharField(blank=True, db_index=True, max_length=64),
        ),
    ]
