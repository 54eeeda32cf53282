"""Addresses that a calendar program subscribes to."""

from django.http import HttpRequest


def webcal(request: HttpRequest, path: str) -> str:
    """Calendar programs open `webcal:` and keep it up to date; browsers would only download the file."""
    return f"webcal://{request.get_host()}{path}"
