from django.conf import settings
from django.db import migrations
from django.utils import timezone

from querwerk.workdays import workdays_after

# What the house agrees on unless it says otherwise; the rules a house has set itself hold from the next step on.
FIRST_WORD = 5


def part(apps, schema_editor):
    """Who asked moves into a row of its own, and what was received is owed a first word by a day."""
    inquiry, asker = apps.get_model('intake', 'Inquiry'), apps.get_model('intake', 'Asker')
    for found in inquiry.objects.exclude(author='').iterator():
        asker.objects.create(inquiry=found, account=found.author)
    for found in inquiry.objects.filter(state='received').iterator():
        found.state = 'submitted'
        found.due_on = workdays_after(timezone.localdate(found.received_at), FIRST_WORD, settings.LAND)
        found.save(update_fields=['state', 'due_on'])


def join(apps, schema_editor):
    """The way back: who asked stands with the inquiry again; who asked without a name is nobody."""
    inquiry, asker = apps.get_model('intake', 'Inquiry'), apps.get_model('intake', 'Asker')
    for found in asker.objects.exclude(account='').iterator():
        inquiry.objects.filter(pk=found.inquiry_id).update(author=found.account)
    inquiry.objects.filter(state='submitted').update(state='received')


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0003_what_holds'),
    ]

    operations = [
        migrations.RunPython(part, join, elidable=True),
    ]
