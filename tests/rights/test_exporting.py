"""All of one's data in one archive: everything of one's own, from both municipalities, nothing of anybody else."""

import io
import json
from datetime import timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from django.core import mail as django_mail
from django.db import IntegrityError, connection, transaction

from rathaus.accounts.service import Account, Attached
from rathaus.cases.service import add_note
from rathaus.core import clock
from rathaus.files.service import StoredFile, open_file, sweep_orphans
from rathaus.outbox.actions import deliver
from rathaus.outbox.models import OutgoingMail
from rathaus.rights import exporting
from rathaus.rights.archive import Archive
from rathaus.rights.exporting import delete_expired_exports, make_export
from rathaus.rights.models import ExportRequest
from rathaus.rights.service import TooManyExports, archive_of, request_export
from rathaus.tenancy.service import Municipality
from tests import cast
from tests.cases import factories
from tests.notices import reading
from tests.rights import life


def unpack(account: Account) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Ask, let the worker work, and read what came of it: daten.json and all files by path."""
    request = request_export(account, language="de")
    make_export(str(request.pk))
    stored = archive_of(account, request.pk)
    assert stored is not None
    with open_file(stored) as file, ZipFile(io.BytesIO(file.read())) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    return json.loads(files["daten.json"]), files


def test_it_has_all_that_anna_did_in_both_municipalities(annas_life: Account, bilals_life: Account) -> None:
    data, files = unpack(annas_life)
    assert (data["format"], data["version"]) == ("rathaus-auskunft", 1)
    assert data["account"]["account"][0]["email"] == cast.ANNA.email
    tangerhuette, thale = data["municipalities"]
    assert (tangerhuette["key"], thale["key"]) == ("tangerhuette", "thale")
    (case,) = tangerhuette["cases"]
    assert case["answers"]["hundename"] == "Bello"
    assert [(q["text"], q["answer"]) for q in case["questions"]] == [("Welche Rasse hat der Hund?", "Ein Dackel.")]
    assert case["decision"]["result"] == "grant"
    assert [(look["unit"], look["what"], look["reason"]) for look in case["looks"]] == [
        ("Bürgerservice", "view", "work")
    ]
    assert [draft["answers"]["halter"]["vorname"] for draft in tangerhuette["drafts"]] == [cast.ANNA.name]
    assert [m["text"] for t in tangerhuette["conversations"] for m in t["messages"]] == ["Guten Tag, Wann ist offen?"]
    assert [case["status"] for case in thale["cases"]] == ["RECEIVED"]
    named = [f["path"] for c in (case, *tangerhuette["drafts"]) for f in c["files"]]
    assert sorted([*named, "daten.json", "uebersicht.pdf"]) == sorted(files)
    assert files[f"dateien/Tangerhütte/{case['number']}/Impfpass.pdf"] == life.CONTENT
    assert files["uebersicht.pdf"].startswith(b"%PDF")


def test_nothing_of_another_person_is_in_it(annas_life: Account, bilals_life: Account) -> None:
    """Nor the names of staff, who act for their unit. The control: Bilal's own archive has what is looked for."""
    others = (cast.BILAL, cast.CLARA, cast.THEO)
    foreign = [word.encode() for person in others for word in (person.name, person.email)]
    foreign += [b"Bilals Frage", b"Bilals Papier.pdf", b"Bilals Entwurf.pdf"]
    _, annas = unpack(annas_life)
    everything = b"".join([*annas.values(), *(name.encode() for name in annas)])
    assert [word for word in foreign if word in everything] == []
    _, bilals = unpack(bilals_life)
    everything = b"".join([*bilals.values(), *(name.encode() for name in bilals)])
    theirs = (b"Bilals Frage", b"Bilals Papier.pdf", cast.BILAL.email.encode())
    assert [word for word in theirs if word not in everything] == []


def test_what_staff_wrote_for_themselves_stays_with_them(town: Municipality, anna: Account) -> None:
    case = life.apply(anna)
    add_note(case, text="Das bleibt unter uns.", by=factories.staff(cast.CLARA))
    _, files = unpack(anna)
    assert b"unter uns" not in files["daten.json"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\Fenster.pdf", "Fenster.pdf"),
        ("/absolut.pdf", "absolut.pdf"),
        ("...pdf", "pdf.pdf"),
        ("Žemaitė Łódź Đặng ẞ.pdf", "Žemaitė Łódź Đặng ẞ.pdf"),
    ],
)
def test_a_file_name_leads_nowhere_and_keeps_its_letters(
    town: Municipality, anna: Account, given: str, kept: str
) -> None:
    life.decide(life.apply(anna), file=given)
    _, files = unpack(anna)
    (path,) = [name for name in files if name.endswith(f"/{kept}")]
    assert ".." not in path
    assert path.count("/") == 3


def test_even_a_name_that_was_never_cleaned_stays_below_its_folder() -> None:
    target = io.BytesIO()
    with Archive(target) as archive:
        evil = Attached("../../böse.sh", lambda: io.BytesIO(b"x"))
        paths = [archive.add_file(("..", "/", "a/b"), evil)["path"] for _ in range(2)]
    assert paths == ["dateien/datei/datei/b/böse.sh", "dateien/datei/datei/b/böse (2).sh"]


def test_bytes_that_the_disk_lost_are_said_to_be_missing(annas_life: Account, settings: Any) -> None:
    settings.RATHAUS_FILES = settings.RATHAUS_FILES / "elsewhere"
    data, files = unpack(annas_life)
    (case,) = data["municipalities"][0]["cases"]
    assert [(file["path"], file["missing"]) for file in case["files"]] == [(None, True), (None, True)]
    assert [name for name in files if name.startswith("dateien/")] == []


def test_many_things_make_several_documents(
    town: Municipality, anna: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "PER_DOCUMENT", 2)
    for _ in range(3):
        life.begin(anna)
    _, files = unpack(anna)  # the account itself, and three drafts
    assert sorted(name for name in files if name.endswith(".pdf") and "/" not in name) == [
        "uebersicht-1.pdf",
        "uebersicht-2.pdf",
    ]


def test_the_overview_is_accessible_and_readable(annas_life: Account) -> None:
    _, files = unpack(annas_life)
    pdf = files["uebersicht.pdf"]
    assert reading.findings(pdf) == []
    text = reading.words(pdf)
    wanted = (cast.ANNA.email, "Welche Rasse hat der Hund?", "Ein Dackel.", "Wer im Rathaus hineingesehen hat")
    assert [words for words in wanted if words not in text] == []


def test_asking_again_while_it_runs_leads_to_the_same_request(town: Municipality, anna: Account) -> None:
    first = request_export(anna, language="de")
    assert request_export(anna, language="de").pk == first.pk
    assert jobs("rights.make_export") == 1


def test_the_database_holds_one_running_request(town: Municipality, anna: Account) -> None:
    request_export(anna, language="de")
    with pytest.raises(IntegrityError), transaction.atomic():
        ExportRequest.objects.create(account=anna, town=town)


def test_it_is_put_together_three_times_a_day_at_most(town: Municipality, anna: Account, bilal: Account) -> None:
    for _ in range(3):
        make_export(str(request_export(anna, language="de").pk))
    with pytest.raises(TooManyExports):
        request_export(anna, language="de")
    request_export(bilal, language="de")
    with clock.freeze(clock.now() + timedelta(hours=25)):
        request_export(anna, language="de")


def test_a_worker_that_dies_in_the_middle_leaves_nothing_and_the_next_one_finishes_once(
    annas_life: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = request_export(annas_life, language="de")
    with monkeypatch.context() as patched:
        patched.setattr(exporting, "render_overview", lambda _: (_ for _ in ()).throw(RuntimeError("killed")))
        with pytest.raises(RuntimeError), transaction.atomic():
            make_export(str(request.pk))
    assert (archive_of(annas_life, request.pk), ready_mails()) == (None, 0)
    make_export(str(request.pk))
    stored = archive_of(annas_life, request.pk)
    make_export(str(request.pk))
    assert stored is not None
    assert (archive_of(annas_life, request.pk), ready_mails()) == (stored, 1)


def test_the_mail_says_that_it_is_there_and_nothing_else(annas_life: Account) -> None:
    unpack(annas_life)
    deliver(str(OutgoingMail.objects.get(template="export_ready").pk))
    (sent,) = django_mail.outbox
    assert (sent.to, sent.subject) == ([cast.ANNA.email], "Ihre Daten liegen bereit")
    assert "http://tangerhuette.localhost:8000/konto/daten/" in sent.body
    assert "Anna" not in sent.body


def test_after_seven_days_it_is_gone_and_until_then_no_sweep_takes_it(annas_life: Account) -> None:
    unpack(annas_life)
    request = ExportRequest.objects.get()
    with clock.freeze(clock.now() + timedelta(days=6)):
        sweep_orphans()
        assert archive_of(annas_life, request.pk) is not None
        assert delete_expired_exports() == 0
    with clock.freeze(clock.now() + timedelta(days=8)):
        assert archive_of(annas_life, request.pk) is None
        assert delete_expired_exports() == 1
    assert (ExportRequest.objects.count(), StoredFile.objects.filter(media_type="application/zip").count()) == (0, 0)


def jobs(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name = %s", [name])
        return int(cursor.fetchone()[0])


def ready_mails() -> int:
    return OutgoingMail.objects.filter(template="export_ready").count()
