"""All that is held about a person, put together by the worker into one archive."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

from django.db import transaction
from django.utils import translation

from rathaus.accounts.service import Account, Item, PersonalData, Subject, personal_data
from rathaus.cases.service import sender
from rathaus.core import clock
from rathaus.files.service import StoredFile, delete_file, store_stream
from rathaus.notices.service import render_overview
from rathaus.outbox.service import send_mail
from rathaus.tenancy.service import Municipality, current_municipality, scope

from .archive import DATA, Archive, DataFile
from .models import ExportRequest

KEPT_DAYS = 7
MOST_A_DAY = 3
PER_DOCUMENT = 60  # things in one PDF: rendering has ten seconds and a gigabyte


class TooManyExports(Exception):
    """They had their data put together three times in the last 24 hours."""


@transaction.atomic
def request_export(account: Account, *, language: str) -> ExportRequest:
    """Have all data of this account put together. While that runs, asking again leads to the same request.

    Raises TooManyExports.
    """
    from .tasks import make_export as job  # tasks import this module, whose `make_export` the job calls

    mine = ExportRequest.objects.filter(account=account)
    running = mine.filter(finished_at=None).first()
    if running is not None:
        return running
    if mine.filter(asked_at__gt=clock.now() - timedelta(days=1)).count() >= MOST_A_DAY:
        raise TooManyExports
    wanted = ExportRequest(account=account, town=current_municipality(), language=language)
    ExportRequest.objects.bulk_create([wanted], ignore_conflicts=True)
    found = mine.order_by("-asked_at", "-id")[0]  # of parallel ones, the first
    if found.pk == wanted.pk:
        job.defer(request=str(found.pk))
    return found


def exports_of(account: Account) -> list[ExportRequest]:
    """What they asked for and can still fetch or wait for, the newest first."""
    mine = ExportRequest.objects.filter(account=account).exclude(kept_until__lt=clock.now())
    return list(mine.select_related("town").order_by("-asked_at", "-id"))


def archive_of(account: Account, request_id: Any) -> StoredFile | None:
    """The archive of a request of this very account, while it is kept."""
    ready = ExportRequest.objects.filter(pk=request_id, account=account, kept_until__gt=clock.now())
    request = ready.select_related("town").first()
    if request is None or request.file is None:
        return None
    with scope(request.town):
        found: StoredFile | None = StoredFile.objects.filter(pk=request.file).first()
    return found


def make_export(request_id: str) -> None:
    """Put the archive together, store it, and tell the person that it is there: all of it or nothing, and once.

    Runs in the scope of the municipality where they asked. A second worker waits here and finds it done.
    """
    waiting = ExportRequest.objects.select_for_update(of=("self",)).filter(pk=request_id, finished_at=None)
    request = waiting.select_related("account").first()
    if request is None:
        return
    with translation.override(request.language), cast("BinaryIO", TemporaryFile(prefix="rathaus-")) as target:
        write_archive(subject_of(request.account), target, language=request.language)
        target.seek(0)
        name = f"meine-daten-{clock.today().isoformat()}.zip"
        file = store_stream(target, name=name, media_type="application/zip")
    now = clock.now()
    request.file, request.size, request.finished_at = file.pk, file.size, now
    request.kept_until = now + timedelta(days=KEPT_DAYS)
    request.save()
    send_mail(
        key=f"export:{request.pk}",
        to=request.account.email,
        template="export_ready",
        context={"days": KEPT_DAYS},
        language=request.language,
    )


def delete_expired_exports() -> int:
    """Delete the archives of the scope's municipality whose time is over; returns how many."""
    expired = list(ExportRequest.objects.filter(town=current_municipality(), kept_until__lt=clock.now()))
    for request in expired:
        for file in StoredFile.objects.filter(pk__in=[request.file]):
            delete_file(file)
        request.delete()
    return len(expired)


def subject_of(account: Account) -> Subject:
    return Subject(account.pk, account.email, account.name, clock.now())


def write_archive(subject: Subject, target: BinaryIO, *, language: str) -> None:
    """daten.json, uebersicht.pdf and all files, in the active language."""
    with cast("BinaryIO", TemporaryFile(prefix="rathaus-")) as kept, Archive(target) as archive:
        writer = _Writer(archive, DataFile(kept), _Overview(archive, subject, language))
        for part in personal_data(everywhere=True):
            writer.write(part, part.export(subject), ())
        writer.data.begin_municipalities()
        for municipality in Municipality.objects.order_by("short_name"):
            with scope(municipality):
                writer.write_municipality(municipality, subject)
        writer.overview.finish()
        archive.add_stream(DATA, writer.data.finish())


@dataclass(frozen=True, slots=True)
class _Writer:
    """Puts each thing where it belongs: into the data, the overview, and its files into the archive."""

    archive: Archive
    data: DataFile
    overview: "_Overview"

    def write_municipality(self, municipality: Municipality, subject: Subject) -> None:
        """Nothing at all where nothing is held."""
        begun = [(part, _begun(part.export(subject))) for part in personal_data(everywhere=False)]
        found = [(part, items) for part, items in begun if items is not None]
        if not found:
            return
        self.data.begin_municipality(municipality.key, municipality.name)
        for part, items in found:
            self.write(part, items, (municipality.short_name,))
        self.data.end_municipality()

    def write(self, part: PersonalData, items: Iterable[Item], folders: tuple[str, ...]) -> None:
        self.data.begin_list(part.key)
        for item in items:
            files = [self.archive.add_file((*folders, item.folder or part.key), file) for file in item.files]
            self.data.add({**item.data, "files": files} if files else item.data)
            self.overview.add(" · ".join([*folders, str(part.title)]), item, [str(file["path"]) for file in files])
        self.data.end_list()


def _begun(items: Iterable[Item]) -> Iterator[Item] | None:
    """The same items, or None where there are none; reads one ahead."""
    rest = iter(items)
    first = next(rest, None)
    if first is None:
        return None

    def all_of_them(first: Item) -> Iterator[Item]:
        yield first
        yield from rest

    return all_of_them(first)


class _Overview:
    """Collects what is to be read and prints it into the archive, a document for every 60 things."""

    def __init__(self, archive: Archive, subject: Subject, language: str) -> None:
        self._archive = archive
        self._base = {
            "municipality": sender(current_municipality()),
            "name": subject.name or subject.email,
            "made_at": clock.now().isoformat(),
            "language": language,
        }
        self._chapters: list[dict[str, Any]] = []
        self._printed = self._count = 0

    def add(self, chapter: str, item: Item, paths: list[str]) -> None:
        sections = [
            {"title": part.title, "rows": [_row(row) for row in part.rows]} for part in item.parts if part.rows
        ]
        if paths:
            rows = [_row((str(number), path)) for number, path in enumerate(paths, 1)]
            sections.append({"title": translation.gettext("Dateien"), "rows": rows})
        if not sections:
            return
        if not self._chapters or self._chapters[-1]["title"] != chapter:
            self._chapters.append({"title": chapter, "entries": []})
        self._chapters[-1]["entries"].append({"title": item.title, "sections": sections})
        self._count += 1
        if self._count == PER_DOCUMENT:
            self._print()

    def finish(self) -> None:
        """One is called uebersicht.pdf; of several each has its number."""
        if self._chapters or not self._printed:
            self._print(is_only=not self._printed)

    def _print(self, *, is_only: bool = False) -> None:
        self._printed += 1
        number = 0 if is_only else self._printed
        pdf = render_overview({**self._base, "number": number, "chapters": self._chapters})
        self._archive.add_bytes(f"uebersicht-{number}.pdf" if number else "uebersicht.pdf", pdf)
        self._chapters, self._count = [], 0


def _row(row: tuple[str, str]) -> dict[str, str]:
    return {"label": row[0], "text": row[1]}
