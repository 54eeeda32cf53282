"""The system checks that keep a model from slipping through a ring; all of ours must pass them."""

import pytest
from django.core import checks
from django.core.management import call_command


def test_no_model_slips_through() -> None:
    assert [str(m) for m in checks.run_checks() if m.id and m.id.startswith("tenancy.")] == []


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
