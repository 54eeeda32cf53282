"""A page that lists the API, made of its schema: nothing of it comes from another server."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .main import api

_METHODS = ("get", "post", "delete")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    schema = api.get_openapi_schema()
    operations = [
        _operation(method, path, item[method])
        for path, item in schema["paths"].items()
        for method in _METHODS
        if method in item
    ]
    return render(request, "api/docs.html", {"operations": operations})


def _operation(method: str, path: str, told: dict[str, Any]) -> dict[str, Any]:
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return {
        "method": method.upper(),
        "path": path,
        "id": told["operationId"],
        "summary": told.get("summary", ""),
        "description": told.get("description", ""),
        "parameters": [one["name"] for one in told.get("parameters", ()) if one["in"] == "query"],
        "body": body.get("$ref", "").rpartition("/")[2],
    }
