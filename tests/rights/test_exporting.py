"""All of one's data in one archive: everything of one's own, from both municipalities, nothing of anybody else."""

import io
import json
from typing import Any
from zipfile import ZipFile

from rathaus.accounts.service import Account
from rathaus.files.service import open_file
from rathaus.rights.exporting import make_export
from rathaus.rights.service import archive_of, request_export
from tests import cast
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
