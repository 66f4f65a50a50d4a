"""The exit rule as the last line of defence: what no action lets through, the database does not either.

Triggers reach over tables of two slices; so this comes after all other migrations of both. Where a later one alters
one of these tables, it takes the triggers down first and puts them up again.
"""

from typing import Any

from django.db import migrations

_BEGINS = (
    "(SELECT COUNT(*) FROM teams_membership m JOIN teams_team t ON t.id = m.team_id"
    " WHERE t.idea_id = i.id AND m.number IS NOT NULL) BETWEEN 2 AND 5"
    " AND EXISTS (SELECT 1 FROM teams_membership m JOIN teams_team t ON t.id = m.team_id"
    " WHERE t.idea_id = i.id AND m.number IS NOT NULL AND m.part = 'lead')"
)
_LEFT_OPEN = (
    "EXISTS (SELECT 1 FROM sprints_idea i WHERE i.sprint_id = NEW.id"
    f" AND (i.way_out = 'open' OR (i.way_out = 'team' AND NOT ({_BEGINS}))))"
)
_ENDED = "('closed', 'published')"
_CLOSED = f"EXISTS (SELECT 1 FROM sprints_sprint s WHERE s.id = NEW.sprint_id AND s.state IN {_ENDED})"

#: name -> (what sets it off, when it refuses, what it says)
_TRIGGERS = {
    "sprint_closes_with_owners": (
        "UPDATE OF state ON sprints_sprint",
        f"NEW.state IN {_ENDED} AND OLD.state NOT IN {_ENDED} AND {_LEFT_OPEN}",
        "a sprint closes when each idea has a team or a reason",
    ),
    "idea_stays_out": (
        "UPDATE OF way_out, sprint_id ON sprints_idea",
        f"NEW.way_out = 'open' AND {_CLOSED}",
        "no idea is open in a sprint that has closed",
    ),
    "idea_comes_in_time": (
        "INSERT ON sprints_idea",
        f"NEW.way_out = 'open' AND {_CLOSED}",
        "no idea is open in a sprint that has closed",
    ),
}


def put_up(apps: Any, schema: Any) -> None:
    for name, (event, condition, message) in _TRIGGERS.items():
        if schema.connection.vendor == "sqlite":
            schema.execute(
                f"CREATE TRIGGER {name} BEFORE {event} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
            continue
        schema.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
            f"RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
        )
        schema.execute(f"CREATE TRIGGER {name} BEFORE {event} FOR EACH ROW EXECUTE FUNCTION {name}()")


def take_down(apps: Any, schema: Any) -> None:
    for name, (event, _condition, _message) in _TRIGGERS.items():
        if schema.connection.vendor == "sqlite":
            schema.execute(f"DROP TRIGGER IF EXISTS {name}")
            continue
        schema.execute(f"DROP TRIGGER IF EXISTS {name} ON {event.rpartition(' ')[2]}")
        schema.execute(f"DROP FUNCTION IF EXISTS {name}()")


class Migration(migrations.Migration):
    dependencies = [("teams", "0001_initial"), ("sprints", "0001_initial")]
    operations = [migrations.RunPython(put_up, take_down)]
