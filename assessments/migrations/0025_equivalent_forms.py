import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0024_purposes_of_banks'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='paper',
            name='form_of',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='forms', to='assessments.paper'),
        ),
        migrations.AddField(
            model_name='paper',
            name='letter',
            field=models.CharField(blank=True, editable=False, max_length=1),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.UniqueConstraint(fields=('form_of', 'letter'), name='paper_form_letter_once'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('form_of', None), ('letter', '')), models.Q(('form_of__isnull', False), models.Q(('letter', ''), _negated=True)), _connector='OR'), name='paper_form_has_a_letter'),
        ),
    ]
