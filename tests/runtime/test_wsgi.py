"""What a web process does before it takes a request."""

import subprocess
import sys

from tests.cluster import environment

_ASK = "import sys; import rathaus.config.wsgi; print('rathaus.portal.home' in sys.modules)"


def test_all_addresses_are_read_before_the_first_request() -> None:
    asked = subprocess.run(
        [sys.executable, "-c", _ASK], env=environment("unused"), capture_output=True, text=True, check=True
    )
    assert asked.stdout == "True\n"
