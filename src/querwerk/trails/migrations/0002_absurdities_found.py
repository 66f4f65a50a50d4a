from django.db import migrations


def find(apps, schema_editor):
    """What was published before absurdities could be found is found from now on; later ones as they are published."""
    from querwerk.search.actions import Doc, index

    published = apps.get_model('trails', 'Absurdity').objects.filter(showing='published')
    columns = ('slug', 'sentence', 'text', 'mended_sentence')
    index(Doc('absurdity', slug, title, texts=tuple(texts)) for slug, title, *texts in published.values_list(*columns))


class Migration(migrations.Migration):

    dependencies = [
        ('trails', '0001_initial'),
        ('search', '0002_similar'),
        ('journal', '0003_mentions'),
    ]

    operations = [
        migrations.RunPython(find, migrations.RunPython.noop, elidable=True),
    ]
