"""The commands as a bad day needs them: in processes and homes of their own, with full disks and pulled plugs."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import time
from pathlib import Path

import pytest

from querwerk.web.backup import reading, sealing
from tests import vaults
from tests.vaults import run

#: Restored into, tables and all, these blocks of 512 bytes hold far too little.
SMALL = 200
WITHOUT_LIST = "Ohne Liste der Löschungen ist wieder da, wer seit der Sicherung gelöscht wurde.\n"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo city, in a home of its own."""
    home = tmp_path_factory.mktemp("city")
    prepared = run("demo", "--prepare", home=home)
    assert prepared.returncode == 0, prepared.stderr
    return home


@pytest.fixture(scope="module")
def backup(city: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("backups") / "city.querwerk"
    made = run("backup", str(path), home=city)
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.startswith(f"Gesichert und geprüft: {path} (")
    return path


def holds_nothing(home: Path) -> bool:
    """No table, no file but the key that every start makes."""
    kept = [path.name for path in home.rglob("*") if path.is_file() and "sqlite3" not in path.name]
    return kept == ["secret_key"] and "no such table" in run("journal", "verify", home=home).stderr


def test_a_house_moves_with_three_commands(city: Path, backup: Path, tmp_path: Path) -> None:
    home = tmp_path / "house"
    restored = run("restore", str(backup), home=home)
    assert (restored.returncode, restored.stderr) == (0, WITHOUT_LIST)
    assert restored.stdout.startswith("Wiederhergestellt: Karlsruhe (Demo), Stand 20")
    assert run("journal", "verify", home=home).stdout == run("journal", "verify", home=city).stdout
    assert (home / "keys" / "secret_key").read_text() == (city / "keys" / "secret_key").read_text()
    again = run("restore", str(backup), home=home)
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr.startswith("In dieser Datenbank liegt schon etwas")


def test_an_older_house_is_brought_to_the_state_of_this_one(backup: Path, tmp_path: Path) -> None:
    older = tmp_path / "older.querwerk"
    vaults.rewritten(
        backup, older, vaults.without(("delivery", "0003_guards"), ("sessions", "0001_initial")), "sessions."
    )
    home = tmp_path / "house"
    restored = run("restore", str(older), "--json", home=home)
    assert restored.returncode == 0, restored.stderr
    assert json.loads(restored.stdout)["upgraded"] is True
    assert run("rehearse", home=home).returncode == 0
    early = run("restore", str(older), home=_set_up(tmp_path / "set-up"))
    assert early.returncode == 1
    assert early.stderr.startswith("Die Tabellen dieses Hauses sind schon neuer als die Sicherung.")


def _set_up(home: Path) -> Path:
    assert run("init", home=home).returncode == 0
    return home


def test_a_full_disk_is_said_and_leaves_nothing_half_done(city: Path, backup: Path, tmp_path: Path) -> None:
    made = run("backup", str(tmp_path / "a.querwerk"), home=city, blocks=SMALL)
    assert (made.returncode, made.stderr) == (1, "Der Platz reicht nicht. Es wurde nichts Halbes zurückgelassen.\n")
    assert list(tmp_path.iterdir()) == []
    home = tmp_path / "house"
    restored = run("restore", str(backup), home=home, blocks=SMALL)
    assert restored.returncode == 1
    assert restored.stderr.endswith("Es wurde nichts Halbes zurückgelassen.\n")
    assert holds_nothing(home)
    assert run("restore", str(backup), home=home).returncode == 0


@pytest.mark.parametrize("after", [1.0, 2.2])
def test_killed_in_the_middle_a_restore_can_be_run_again(backup: Path, tmp_path: Path, after: float) -> None:
    kill_and_restore(backup, tmp_path / "house", after=after)


def kill(line: list[str], home: Path, *, after: float) -> int:
    """Starts a command and kills it; what it ended with, 0 when it was done before."""
    with subprocess.Popen(
        line, env=vaults.environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as one:
        time.sleep(after)
        one.kill()
    return one.returncode


def kill_and_restore(backup: Path, home: Path, *, after: float) -> None:
    """A restore cut short has left nothing, or everything."""
    if kill(vaults.command("restore", str(backup)), home, after=after):
        again = run("restore", str(backup), home=home)
        if again.returncode:  # the plug was pulled after the last step
            assert again.stderr.startswith("In dieser Datenbank liegt schon etwas")
        else:
            assert again.stderr == WITHOUT_LIST
    assert run("journal", "verify", home=home).returncode == 0


def test_the_passphrase_comes_from_a_file_or_the_environment_never_from_the_command_line(
    city: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "passphrase"
    secret.write_text(vaults.PASSPHRASE + "\n")
    environment = vaults.environment(city) | {"QUERWERK_BACKUP_PASSPHRASE": ""}
    line = vaults.command("backup")
    silent = subprocess.run(
        line, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert silent.returncode == 1
    assert silent.stderr == (
        "Es fehlt die Passphrase: QUERWERK_BACKUP_PASSPHRASE setzen oder --passphrase-file angeben.\n"
    )
    assert run("backup", "--passphrase-file", str(secret), home=city).returncode == 0
    unread = run("backup", "--passphrase-file", str(tmp_path), home=city)
    assert unread.stderr == f"Die Datei {tmp_path} mit der Passphrase lässt sich nicht lesen.\n"
    assert run("backup", "--passphrase", "x", home=city).returncode == 2


def test_the_rehearsal_proves_an_old_file_too_and_says_what_would_be_lost(city: Path, backup: Path) -> None:
    assert run("password", "carla", home=city).returncode == 0
    found = json.loads(run("rehearse", str(backup), "--json", home=city).stdout)
    assert (found["differences"], found["lost_entries"]) == ([], 1)


def test_a_damaged_file_makes_the_rehearsal_fail(city: Path, backup: Path, tmp_path: Path) -> None:
    _, path = next(vaults.damaged(backup, tmp_path / "b", [backup.stat().st_size // 2]))
    failed = run("rehearse", str(path), home=city)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.startswith("Die Sicherung ist beschädigt: der Abschnitt")
    path.write_bytes(backup.read_bytes()[: sealing.HEADER])
    assert run("rehearse", str(path), home=city).stderr == f"{sealing.CUT_OFF}\n"


def test_many_nights_keep_the_newest(city: Path) -> None:
    for _ in range(2):
        assert run("backup", "--keep", "1", home=city).returncode == 0
        time.sleep(1)  # names carry the second
    assert len(list((city / "backups").glob("*.querwerk"))) == 1


# -- the long tests


@pytest.mark.torture
def test_a_restore_killed_at_twenty_moments_leaves_a_place_to_restore_into(backup: Path, tmp_path: Path) -> None:
    for number in range(20):
        kill_and_restore(backup, tmp_path / f"house-{number}", after=0.4 + number * 0.15)


@pytest.mark.torture
def test_a_backup_killed_at_twenty_moments_is_whole_or_not_there(city: Path, tmp_path: Path) -> None:
    whole = 0
    for number in range(20):
        path = tmp_path / f"{number}.querwerk"
        kill(vaults.command("backup", str(path)), city, after=0.3 + number * 0.1)
        if path.exists():
            reading.verify(path, vaults.PASSPHRASE)
            whole += 1
    print(f"backups killed at 20 moments: {whole} whole, {20 - whole} not there")
    assert run("backup", str(tmp_path / "last.querwerk"), home=city).returncode == 0
    assert list(tmp_path.glob(".*")) == []


@pytest.mark.torture
def test_a_large_house_is_backed_up_and_restored_in_bounded_memory(city: Path, tmp_path: Path) -> None:
    large = city / "uploads" / "film.bin"
    large.parent.mkdir()
    with large.open("wb") as file:
        for _ in range(300):
            file.write(os.urandom(2**20))
    path, home = tmp_path / "large.querwerk", tmp_path / "house"
    assert run("backup", str(path), home=city).returncode == 0
    assert run("restore", str(path), home=home).returncode == 0
    assert (home / "uploads" / "film.bin").stat().st_size == 300 * 2**20
    large.unlink()
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"{path.stat().st_size / 1e6:.0f} MB backed up and restored in at most {most} MiB")
    assert most < 300 + 128  # less than the file: 128 MiB are the price of the key
