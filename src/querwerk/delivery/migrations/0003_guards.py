from typing import Any

from django.db import migrations

from querwerk.journal.guards import guard, unguard


def put_up(apps: Any, schema: Any) -> None:
    guard(schema, "delivery_report", "a frozen report never changes")


def take_down(apps: Any, schema: Any) -> None:
    unguard(schema, "delivery_report")


class Migration(migrations.Migration):
    dependencies = [("delivery", "0002_initial")]
    operations = [migrations.RunPython(put_up, take_down)]
