"""From a host name to a municipality, remembered for a few seconds per process."""

import time

from django.conf import settings

from .models import Municipality

_SECONDS = 10.0
_known: dict[str, tuple[float, Municipality | None]] = {}


def find_municipality(host: str) -> Municipality | None:
    """The active municipality served at a host name (lower case, without port)."""
    remembered = _known.get(host)
    if remembered and remembered[0] > time.monotonic():
        return remembered[1]
    found = _look_up(host)
    if found is not None:  # misses are not kept: anybody can send any host name
        _known[host] = (time.monotonic() + _SECONDS, found)
    return found


def forget_hosts() -> None:
    """After a municipality was created or changed in this process."""
    _known.clear()


def is_platform(host: str) -> bool:
    return host == settings.RATHAUS_DOMAIN


def base_url(municipality: Municipality) -> str:
    """Where the municipality's portal is, without a slash at the end."""
    scheme = "https" if settings.RATHAUS_HTTPS else "http"
    host = municipality.host or f"{municipality.key}.{settings.RATHAUS_DOMAIN}"
    return f"{scheme}://{host}{settings.RATHAUS_BASE_PORT}"


def platform_origins(municipality: Municipality) -> list[str]:
    """Scheme, host and port of each address at which the municipality answers; its own host first."""
    scheme = "https" if settings.RATHAUS_HTTPS else "http"
    hosts = [municipality.host, f"{municipality.key}.{settings.RATHAUS_DOMAIN}"]
    return [f"{scheme}://{host}{settings.RATHAUS_BASE_PORT}" for host in hosts if host]


def _look_up(host: str) -> Municipality | None:
    key, _, domain = host.partition(".")
    active = Municipality.objects.filter(is_active=True)
    if domain == settings.RATHAUS_DOMAIN:
        return active.filter(key=key).first()
    return active.filter(host=host).first()
