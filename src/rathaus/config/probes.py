"""Probes for whoever watches the installation: alive, and ready to serve."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path


def health(_request: HttpRequest) -> HttpResponse:
    """The process answers; says nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


def ready(_request: HttpRequest) -> HttpResponse:
    """The database answers too; the tenancy middleware has already opened a transaction when it gets here."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ready\n", content_type="text/plain")


probes = [path("-/health", health), path("-/ready", ready)]
