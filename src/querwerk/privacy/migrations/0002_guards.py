from typing import Any

from django.db import migrations

from querwerk.journal.guards import guard, unguard

TABLES = {"privacy_erasure": "the register of erasures is append-only", "privacy_switch": "switches are append-only"}


def put_up(apps: Any, schema: Any) -> None:
    for table, message in TABLES.items():
        guard(schema, table, message)


def take_down(apps: Any, schema: Any) -> None:
    for table in TABLES:
        unguard(schema, table)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial")]
    operations = [migrations.RunPython(put_up, take_down)]
