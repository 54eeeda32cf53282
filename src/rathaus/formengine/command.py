"""`rathaus check-definitions`"""

import sys
from pathlib import Path

from .loading import check_definitions


def check_command(path: Path | str) -> int:
    """Prints every problem as file:line: reason, and gives the exit status: 1 where there is one."""
    problems = check_definitions(path)
    for problem in problems:
        sys.stderr.write(f"{Path(path).name}/{problem}\n")
    services = sum(1 for _ in Path(path).glob("services/*/service.yaml"))
    if problems:
        sys.stderr.write(f"{len(problems)} problems in {services} services\n")
        return 1
    sys.stdout.write(f"{services} services are sound, and so are their examples\n")
    return 0
