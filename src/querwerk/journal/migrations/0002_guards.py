from typing import Any

from django.db import migrations

from querwerk.journal.guards import guard, unguard


def put_up(apps: Any, schema: Any) -> None:
    guard(schema, "journal_entry", "the journal is append-only")


def take_down(apps: Any, schema: Any) -> None:
    unguard(schema, "journal_entry")


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(put_up, take_down)]
