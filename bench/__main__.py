"""`make bench`: all figures. Exits 1 where one is over its limit; names of parts run those alone.

Each part is a process of its own: two of them fill the same throw-away cluster.
"""

import subprocess
import sys

PARTS = (
    "rules",
    "notice",
    "search",
    "finding",
    "pages",
    "forms",
    "editor",
    "signin",
    "postbox",
    "appointments",
    "queueing",
    "channel",
)


def main(chosen: list[str]) -> int:
    done = [subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False) for name in chosen or PARTS]
    return int(any(part.returncode for part in done))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
