"""Ring 1 (host), the role that serves, and the probes, over real HTTP."""

from tests.live import Installation


def get(live: Installation, host: str, path: str = "/-/ready") -> tuple[int, bytes]:
    with live.client() as client:
        answer = client.get(path, headers={"Host": f"{host}:{live.port}"})
    return answer.status_code, answer.content


def test_an_unknown_host_gets_a_plain_404_that_lists_nothing(live: Installation) -> None:
    assert get(live, "nirgendwo.localhost", "/") == (404, b"404\n")
    assert get(live, "evil.example", "/") == (404, b"404\n")


def test_known_hosts_are_served(live: Installation) -> None:
    assert get(live, "tangerhuette.localhost") == (200, b"ready\n")
    assert get(live, "THALE.localhost.") == (200, b"ready\n")
