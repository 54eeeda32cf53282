"""Addresses below /api/v1/."""

from django.urls import URLPattern, path, re_path

from . import docs
from .answers import dressed, not_found
from .main import api

_patterns: list[URLPattern] = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern)]

app_name = "api"
urlpatterns: list[URLPattern] = [
    path("", docs.page, name="api-root"),
    *(dressed(pattern) for pattern in _patterns if pattern.name != "api-root"),
    dressed(re_path(r"", not_found, name="not_found")),
]
