"""Which state of the tables a backup holds, and the way from there to ours."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from .contents import Label
from .refusals import BadBackup

Node = tuple[str, str]


def not_applied() -> list[Node]:
    """The migrations that this code has and the database has not."""
    loader = MigrationLoader(connection)
    return sorted(set(loader.graph.nodes) - set(loader.applied_migrations))


def targets(label: Label) -> list[Node]:
    """The newest migrations of a backup, one or more an app; refuses a backup from a later version than ours."""
    loader = MigrationLoader(connection)
    graph = loader.graph
    recorded = {(app, name) for app, name in label.migrations}
    unknown = sorted(recorded - set(loader.disk_migrations))
    if unknown:
        raise BadBackup(
            f"Die Sicherung stammt aus einer neueren Version ({label.version}): dieses Querwerk kennt "
            f"„{unknown[0][0]}.{unknown[0][1]}“ nicht. Bitte zuerst Querwerk erneuern."
        )
    return sorted(
        node
        for node in recorded & set(graph.nodes)
        if not any(child.key[0] == node[0] and child.key in recorded for child in graph.node_map[node].children)
    )


def migrate_to(wanted: list[Node]) -> Apps:
    """Brings empty tables to the state of the backup, and returns the models as they were then."""
    executor = MigrationExecutor(connection)
    behind = sorted(set(executor.loader.applied_migrations) - ancestry(executor, wanted))
    if behind:
        raise BadBackup(
            "Die Tabellen dieses Hauses sind schon neuer als die Sicherung. Bitte in eine ganz leere Datenbank "
            "wiederherstellen, ohne vorher querwerk init aufzurufen."
        )
    executor.migrate([node for node in wanted if node not in executor.loader.applied_migrations])
    return executor.loader.project_state(wanted).apps


def ancestry(executor: MigrationExecutor, wanted: list[Node]) -> set[Node]:
    """The wanted migrations and all they stand on."""
    return {node for target in wanted for node in executor.loader.graph.forwards_plan(target)}
