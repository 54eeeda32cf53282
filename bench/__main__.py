"""`make bench`: all figures. Exits 1 where one is over its limit; names of parts run those alone."""

import sys

from bench import notice, pages, rules

PARTS = {"rules": rules.main, "notice": notice.main, "pages": pages.main}


def main(chosen: list[str]) -> int:
    reached = True
    for name in chosen or list(PARTS):
        reached = PARTS[name]() is not False and reached
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
