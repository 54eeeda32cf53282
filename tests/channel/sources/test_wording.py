"""Each problem of a source has its sentence, and each sentence a problem."""

import re
from pathlib import Path

from rathaus.channel import sources
from rathaus.channel.sources.parsing.items import Unreadable
from rathaus.channel.sources.wording import PROBLEMS

FOLDER = Path(sources.__file__).parent
RAISED = re.compile(r'(?:Unreadable|SourceFailed)\(\s*"([^"]+)"|return "([a-z-]+)"|problem="([a-z-]+)" if')


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    found = {
        next(filter(None, match))
        for file in FOLDER.rglob("*.py")
        if file.name in {"collecting.py", "reading.py", "running.py", "tasks.py"} or file.parent.name == "parsing"
        for match in RAISED.findall(file.read_text())
    }
    assert found == set(PROBLEMS)


def test_a_problem_comes_whole_out_of_the_guarded_process() -> None:
    found = Unreadable.unpack(Unreadable("calendar-dates", n=300, days=60).pack())
    assert (found.code, found.details, str(found)) == (
        "calendar-dates",
        {"n": 300, "days": 60},
        "calendar-dates 300 60",
    )
