"""A backup holds the whole house at one moment; what is restored is the same, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from querwerk.delivery.models import Report
from querwerk.journal.actions import Refused
from querwerk.journal.models import Entry
from querwerk.journal.queries import verify
from querwerk.privacy.actions.erase import erase
from querwerk.privacy.models import Erasure
from querwerk.privacy.queries.traces import who_is
from querwerk.structure.actions.house import add_strategy
from querwerk.structure.models import Account, Person, Strategy
from querwerk.web.backup import reading, record, sealing
from querwerk.web.backup.refusals import BadBackup
from querwerk.web.backup.rehearsal import rehearse
from querwerk.web.backup.snapshot import snapshot
from querwerk.web.demo import fill
from tests import engines, portfolios, vaults
from tests.quality import figure
from tests.vaults import AT, PASSPHRASE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A house with a key, a name, and a picture."""
    settings.HOME = tmp_path / "house"
    for name, content in (("keys/secret_key", "k"), ("municipality", "Beispielheim"), ("uploads/a.png", "\x00bild")):
        path = settings.HOME / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    yield settings.HOME
    vaults.burn_down()


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A small house, backed up."""
    portfolios.take_in(portfolios.small())
    return vaults.make(tmp_path / "a.querwerk").path


def said(path: Path, passphrase: str = PASSPHRASE) -> str:
    """What a backup that is no good is told; nothing when it is good."""
    try:
        reading.verify(path, passphrase)
    except BadBackup as refusal:
        return refusal.sentence
    return ""


# -- there and back


def test_every_table_and_every_file_comes_back_as_it_was(tmp_path: Path, home: Path) -> None:
    fill(by=portfolios.BY, at=AT)
    before, made = vaults.standing(), vaults.make(tmp_path / "a.querwerk")
    frozen = Report.objects.values_list("facts", flat=True).order_by("pk")
    reports = [bytes(facts) for facts in frozen]
    vaults.burn_down()
    (home / "uploads" / "a.png").unlink()
    (home / "keys" / "secret_key").write_text("the key of the empty place")
    restored = vaults.bring_back(made.path)
    assert (restored.tables, vaults.standing()) == (before, before)
    assert [bytes(facts) for facts in frozen.all()] == reports
    assert restored.journal == verify()
    assert (restored.upgraded, restored.journal.intact) == (False, True)
    assert (home / "keys" / "secret_key").read_text() == "k"
    assert (home / "uploads" / "a.png").read_text() == "\x00bild"
    assert not (home / "restoring").exists()
    assert sum(table["rows"] for table in before.values()) > 5_000


def test_the_house_goes_on_above_the_restored_numbers_and_under_the_same_guards(backup: Path) -> None:
    highest = add_strategy("ISEK", by=portfolios.BY, at=AT) and Strategy.objects.latest("pk").pk
    made = vaults.make(backup.with_name("b.querwerk"))
    vaults.burn_down()
    vaults.bring_back(made.path)
    assert add_strategy("Klima", by=portfolios.BY, at=AT).pk > highest
    assert verify().intact
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(seq=1).update(post="Jemand anderes")


def test_nobody_is_logged_in_after_a_restore(backup: Path) -> None:
    Session.objects.create(session_key="s", session_data="x", expire_date=timezone.now())
    made = vaults.make(backup.with_name("b.querwerk"))
    assert made.contents.tables["sessions.session"]["rows"] == 1
    vaults.burn_down()
    vaults.bring_back(made.path)
    assert not Session.objects.exists()


def test_a_backup_is_one_moment_and_makes_nobody_wait(backup: Path) -> None:
    def write() -> None:
        add_strategy("ISEK", by=portfolios.BY, at=AT)
        connection.close()

    before = Strategy.objects.count()
    with snapshot():
        writer = Thread(target=write)
        writer.start()
        writer.join()
        assert Strategy.objects.count() == before
    assert Strategy.objects.count() == before + 1


def test_a_house_that_holds_anything_is_not_touched(backup: Path, home: Path) -> None:
    before = vaults.standing()
    with pytest.raises(Refused, match="In dieser Datenbank liegt schon etwas"):
        vaults.bring_back(backup)
    assert vaults.standing() == before
    vaults.burn_down()
    (home / "uploads" / "b.png").write_text("anderes Bild")
    with pytest.raises(Refused, match="In diesem Haus liegt schon etwas"):
        vaults.bring_back(backup)
    assert not Entry.objects.exists()


def test_when_the_last_step_fails_the_files_are_as_before(backup: Path, home: Path) -> None:
    vaults.burn_down()
    (home / "keys" / "secret_key").write_text("the key of the empty place")
    (home / "uploads" / "a.png").unlink()
    (home / "uploads").rmdir()
    (home / "uploads").write_text("")  # a file where a folder has to be: the pictures cannot be put in place
    contents = reading.verify(backup, PASSPHRASE)
    assert "uploads/a.png" in contents.files
    with pytest.raises(Refused):
        vaults.bring_back(backup)
    assert (home / "keys" / "secret_key").read_text() == "the key of the empty place"
    assert not Entry.objects.exists()


def test_who_was_erased_after_the_backup_is_erased_again(backup: Path, home: Path) -> None:
    person = Person.objects.create(name="Dilan")
    Account.objects.create(username="dilan", person=person)
    Account.objects.create(username="carla")
    made = vaults.make(backup.with_name("b.querwerk"))
    erase(who_is(Account.objects.get(username="dilan")), cause=Erasure.Cause.REQUEST, by=portfolios.BY, at=AT)
    lines = (home / "erasures.jsonl").read_text().splitlines()
    vaults.burn_down()
    (home / "erasures.jsonl").unlink()
    assert vaults.bring_back(made.path).erased_again == 0
    assert Account.objects.filter(username="dilan").exists()  # negative control: without the list Dilan is back
    vaults.burn_down()
    assert vaults.bring_back(made.path, lines).erased_again == 1
    assert list(Account.objects.values_list("username", flat=True)) == ["carla"]
    assert not Person.objects.filter(name="Dilan").exists()
    assert verify().intact
    assert len((home / "erasures.jsonl").read_text().splitlines()) == 2


def test_a_list_of_erasures_that_is_none_is_refused_before_anything_happens(backup: Path) -> None:
    vaults.burn_down()
    with pytest.raises(Refused, match="Die Liste der Löschungen lässt sich nicht lesen: line 1"):
        vaults.bring_back(backup, ["quatsch"])
    assert not Entry.objects.exists()


# -- what is refused


def test_every_flipped_byte_is_caught(backup: Path, tmp_path: Path) -> None:
    size, header = backup.stat().st_size, sealing.HEADER
    places = [*range(header), *range(header, size, 211), *range(size - 20, size)]
    told = {place: said(path) for place, path in vaults.damaged(backup, tmp_path / "b", places)}
    assert {place for place, sentence in told.items() if not sentence} == set()
    assert {told[place] for place in range(16)} == {sealing.FOREIGN}
    assert {told[place] for place in range(16, header)} == {sealing.DAMAGED_HEADER}
    assert told[header] == "Die Sicherung ist beschädigt: der Abschnitt 1 wurde verändert oder abgeschnitten."
    assert said(backup) == ""


def test_what_is_cut_off_or_added_is_caught(backup: Path, tmp_path: Path) -> None:
    whole, other = backup.read_bytes(), tmp_path / "b"
    other.write_bytes(whole + b"\x00")
    assert said(other).startswith("Die Sicherung ist beschädigt")
    for length in (0, 10, sealing.HEADER - 1, sealing.HEADER, sealing.HEADER + 15, len(whole) // 2, len(whole) - 1):
        other.write_bytes(whole[:length])
        assert said(other) != ""


def test_chunks_cannot_be_dropped_repeated_or_moved(tmp_path: Path) -> None:
    fill(by=portfolios.BY, at=AT)
    whole = vaults.make(tmp_path / "a.querwerk").path.read_bytes()
    step, start = sealing.CHUNK + 16, sealing.HEADER
    head, chunks = whole[:start], [whole[place : place + step] for place in range(start, len(whole), step)]
    assert len(chunks) > 2
    other = tmp_path / "b"
    for order in (chunks[:-1], chunks[1:], [chunks[1], chunks[0], *chunks[2:]], [chunks[0], *chunks]):
        other.write_bytes(head + b"".join(order))
        assert said(other) != ""
    other.write_bytes(head + b"".join(chunks[:-1]))
    assert said(other) == sealing.CUT_OFF
    other.write_bytes(head + b"".join(chunks))
    assert said(other) == ""


def test_a_wrong_passphrase_and_a_foreign_file_are_told_apart(backup: Path, tmp_path: Path) -> None:
    assert said(backup, "falsch falsch falsch") == "Die Passphrase passt nicht zu dieser Sicherung."
    other = tmp_path / "foto.jpg"
    other.write_bytes(b"\xff\xd8\xff" * 100)
    assert said(other) == "Das ist keine Sicherung von Querwerk."
    assert said(tmp_path / "nirgends") == f"Die Datei {tmp_path / 'nirgends'} gibt es nicht."


def test_a_backup_of_a_newer_house_is_refused_with_the_way_out(backup: Path, tmp_path: Path) -> None:
    vaults.burn_down()
    newer = tmp_path / "newer"
    vaults.rewritten(backup, newer, lambda label: replace(label, migrations=[*label.migrations, ["journal", "0099_x"]]))
    with pytest.raises(BadBackup, match=r"neueren Version .*„journal.0099_x“ nicht. Bitte zuerst Querwerk erneuern."):
        vaults.bring_back(newer)
    vaults.rewritten(backup, newer, lambda label: replace(label, format=2))
    assert said(newer).endswith("Sie stammt aus einer neueren Version: bitte zuerst Querwerk erneuern.")
    assert not Entry.objects.exists()


def test_rows_that_do_not_fit_the_list_at_the_end_are_refused(backup: Path, tmp_path: Path) -> None:
    other = tmp_path / "b"
    with reading.opened(backup, PASSPHRASE) as whole, other.open("wb") as file:
        writing = vaults.Writing(file, sealing.new_seal(PASSPHRASE, cost=vaults.COST), whole.contents.label)
        for mark, inside in whole.parts():
            if "table" in mark:
                writing.table(mark["table"], mark["fields"], inside)
        writing.contents.tables["journal.entry"]["rows"] += 1
        writing.finish()
    assert said(other) == "Der Inhalt der Sicherung stimmt nicht mit ihrem Verzeichnis überein."


def test_a_weak_passphrase_and_an_existing_file_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="mindestens 12 Zeichen"):
        vaults.make(tmp_path / "a.querwerk", "geheim")
    (tmp_path / "b.querwerk").write_text("etwas")
    with pytest.raises(Refused, match="gibt es schon"):
        vaults.make(tmp_path / "b.querwerk")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.querwerk", "house"]


def test_a_broken_journal_is_backed_up_as_it_is_and_said(backup: Path) -> None:
    engines.lower_guards()
    Entry.objects.filter(seq=2).update(post="Jemand anderes")
    engines.raise_guards()
    made = vaults.make(backup.with_name("b.querwerk"))
    assert made.contents.label.journal_broken_at == 2
    vaults.burn_down()
    assert vaults.bring_back(made.path).journal.broken_at == 2


# -- keeping


def test_what_a_killed_backup_left_is_swept_away(tmp_path: Path) -> None:
    left = tmp_path / ".old.querwerk.part"
    left.write_bytes(b"half")
    vaults.make(tmp_path / "a.querwerk")
    assert not left.exists()
    assert (tmp_path / "a.querwerk").stat().st_mode & 0o777 == 0o600


def test_a_day_and_two_hours_after_the_last_verified_backup_the_house_says_so(home: Path) -> None:
    assert record.overdue(home, at=AT) == "Es gibt keine geprüfte Sicherung. Anlegen: querwerk backup"
    made = vaults.make(record.default_path(home, AT))
    record.note(home, made)
    assert record.overdue(home, at=AT + timedelta(hours=26)) is None
    assert record.overdue(home, at=AT + timedelta(hours=27)) == (
        f"Die letzte geprüfte Sicherung ist 27 Stunden alt: {made.path}"
    )


def test_the_oldest_are_thinned_out_and_nothing_else(home: Path) -> None:
    made = [vaults.make(record.default_path(home, AT + timedelta(days=day))) for day in range(4)]
    other = home / "backups" / "vor-dem-umzug.querwerk"
    made[0].path.replace(other)
    assert record.thin_out(made[3], 2) == [made[1].path]
    assert sorted(home.glob("backups/*.querwerk")) == sorted([made[2].path, made[3].path, other])


# -- the commands, in processes and places of their own


def test_t11_the_rehearsal_restores_the_running_house_beside_itself(tmp_path: Path) -> None:
    fill(by=portfolios.BY, at=AT)
    before = vaults.standing()
    found = rehearse(at=timezone.now())
    assert found.differences == []
    assert found.engine == connection.vendor
    assert vaults.standing() == before
    size, header = found.size, sealing.HEADER
    made = vaults.make(tmp_path / "a.querwerk")
    places = [*range(header), *range(header, made.size, 4_099)]
    missed = [place for place, path in vaults.damaged(made.path, tmp_path / "b", places) if said(path) == ""]
    assert missed == []
    figure(
        "T11",
        f"restore rehearsal on {connection.vendor}, and {len(places)} bytes flipped one at a time",
        result=f"{found.contents.rows} rows, {size / 1e6:.2f} MB, backed up in {found.seconds_to_back_up:.1f} s, "
        f"restored and compared in {found.seconds_to_restore:.1f} s, {found.lost_entries} entries lost, 0 differences",
        control=f"{len(places) - len(missed)} of {len(places)} flipped bytes caught",
    )


@pytest.mark.torture
def test_t11_every_single_byte_of_a_backup_counts(backup: Path) -> None:
    whole = backup.read_bytes()
    seal = sealing.known_seal(whole[: sealing.HEADER], PASSPHRASE)
    flipped = (whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :] for place in range(len(whole)))
    caught = sum(not opens(content, seal) for content in flipped)
    print(f"T11: {caught} of {len(whole)} flipped bytes caught")
    assert caught == len(whole)
    assert opens(whole, seal)


def opens(content: bytes, seal: sealing.Seal) -> bool:
    """Whether every byte is as it was sealed; the key is worked out anew only where its own bytes were touched."""
    file = BytesIO(content)
    try:
        header = file.read(sealing.HEADER)
        known = seal if header == seal.header else sealing.known_seal(header, PASSPHRASE)
        inside = sealing.SealedReader(file, known)
        while inside.read(sealing.CHUNK):
            pass
    except BadBackup:
        return False
    return True
