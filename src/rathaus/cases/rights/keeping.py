"""What the law keeps of an account's cases."""

from collections.abc import Iterator

from rathaus.accounts.service import Kept, Subject
from rathaus.cases.codes import access_code
from rathaus.cases.mailbox import case_path
from rathaus.cases.models import Case, Status
from rathaus.cases.retention import kept_through


def kept_cases(subject: Subject) -> Iterator[Kept]:
    """Each of the holder's cases, the newest first, with what opens it once the account is gone."""
    for case in Case.objects.filter(holder=subject.id).order_by("-id"):
        yield Kept(
            title=case.title,
            number=case.number,
            until=kept_through(case),
            is_open=case.status != Status.COMPLETED,
            path=case_path(case),
            code=access_code(case),
        )
