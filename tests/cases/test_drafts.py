"""What is typed is kept, for its owner and for 30 days."""

from datetime import UTC, datetime, timedelta

import pytest

from rathaus.cases.models import DraftFile
from rathaus.cases.service import (
    Draft,
    attach_file,
    delete_expired_drafts,
    files_of_draft,
    get_draft,
    remove_file,
    save_answers,
    start_draft,
)
from rathaus.core import clock
from rathaus.files.service import StoredFile, store_bytes
from rathaus.tenancy.service import Municipality, scope
from tests.cases import factories

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 1, 8, tzinfo=UTC)


def _file(name: str = "nachweis.pdf") -> StoredFile:
    return store_bytes(b"%PDF-1.7", name=name, media_type="application/pdf")


def test_only_the_token_finds_a_draft_and_it_is_stored_nowhere(town: Municipality, thale: Municipality) -> None:
    draft, token = start_draft(factories.publish_dog(), language="en")
    assert (get_draft(token), get_draft(token[:-1]), get_draft("")) == (draft, None, None)
    assert token not in str(Draft.objects.values().get())
    with scope(thale):
        assert get_draft(token) is None


def test_answers_survive_right_or_wrong(town: Municipality) -> None:
    draft, token = start_draft(factories.publish_dog(), language="de")
    save_answers(draft, {"hundename": "Bello", "geboren": "gestern"}, language="en")
    again = get_draft(token)
    assert again is not None
    assert (again.answers, again.language) == ({"hundename": "Bello", "geboren": "gestern"}, "en")


def test_removing_a_file_deletes_it_but_never_one_of_another_draft(town: Municipality) -> None:
    draft, _ = factories.dog_draft()
    other, _ = factories.dog_draft()
    mine, theirs = _file(), _file()
    attach_file(draft, "nachweis_ermaessigung", mine)
    attach_file(other, "nachweis_ermaessigung", theirs)
    remove_file(draft, theirs.pk)
    assert [attached.file for attached in files_of_draft(other)] == [theirs]
    remove_file(draft, mine.pk)
    assert files_of_draft(draft) == []
    assert list(StoredFile.objects.all()) == [theirs]


def test_after_30_days_without_use_a_draft_is_gone_with_its_files(town: Municipality) -> None:
    with clock.freeze(START):
        old, token = factories.dog_draft()
        attach_file(old, "nachweis_ermaessigung", _file())
        used, _ = factories.dog_draft()
    with clock.freeze(START + timedelta(days=29)):
        assert get_draft(token) == old
        assert delete_expired_drafts() == 0
        save_answers(used, used.answers)
    with clock.freeze(START + timedelta(days=31)):
        assert get_draft(token) is None
        assert delete_expired_drafts() == 1
    assert list(Draft.objects.all()) == [used]
    assert DraftFile.objects.count() == StoredFile.objects.count() == 0
