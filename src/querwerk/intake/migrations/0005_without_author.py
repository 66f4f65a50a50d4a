from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0004_askers'),
    ]

    operations = [
        migrations.AlterField(  # the way back needs a word for those who asked without a name
            model_name='inquiry',
            name='author',
            field=models.CharField(default='', max_length=150),
        ),
        migrations.RemoveField(
            model_name='inquiry',
            name='author',
        ),
    ]
