from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    dependencies = [("delivery", "0004_rounds")]
    operations = [
        migrations.AddField(
            model_name="loan",
            name="stated_on",
            field=models.DateField(default=timezone.localdate),
            preserve_default=False,
        ),
    ]
