"""System checks: a model that would slip through a ring stops the start."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.db import connection, models

from .fields import TenantForeignKey
from .models import TenantModel
from .sealing import tenant_models


class UnsafeRole(SystemExit):
    """The serving role could see past row-level security; the process ends with the sentence as its message."""


@register()
def check_tenant_models(**_: Any) -> list[CheckMessage]:
    return [message for model in tenant_models() for message in _check_model(model)]


def _check_model(model: type[TenantModel]) -> Iterator[CheckMessage]:
    meta = model._meta
    if meta.base_manager_name != "objects" or meta.default_manager_name != "objects":
        yield Error("Meta must inherit from TenantModel.Meta.", obj=model, id="tenancy.E001")
    for constraint in meta.constraints:
        fields = getattr(constraint, "fields", ())
        if isinstance(constraint, models.UniqueConstraint) and "municipality" not in fields:
            yield Error(f"{constraint.name} must contain the municipality.", obj=model, id="tenancy.E002")
    for field in meta.local_fields:
        if field.unique and not field.primary_key:
            yield Error(f"{field.name} is unique across municipalities.", obj=model, id="tenancy.E003")
        related = field.related_model
        crosses = isinstance(related, type) and issubclass(related, TenantModel)
        if crosses and not isinstance(field, TenantForeignKey):
            yield Error(f"{field.name} must be a TenantForeignKey.", obj=model, id="tenancy.E004")
    if meta.local_many_to_many:
        yield Error("Use an explicit TenantModel instead of a ManyToManyField.", obj=model, id="tenancy.E005")


def refuse_unsafe_role() -> None:
    """End the process if the connection's role is superuser, BYPASSRLS or owner of a tenant table."""
    tables = [model._meta.db_table for model in tenant_models()]
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_user, r.rolsuper, r.rolbypassrls, exists (select from pg_class c "
            "where c.relname = any(%s) and pg_has_role(current_user, c.relowner, 'usage')) "
            "from pg_roles r where r.rolname = current_user",
            [tables],
        )
        name, is_super, bypasses, owns = cursor.fetchone() or ("?", True, True, True)
    for unsafe, why in (
        (is_super, "a superuser"),
        (bypasses, "marked BYPASSRLS"),
        (owns, "an owner of tables"),
    ):
        if unsafe:
            raise UnsafeRole(f"rathaus: refusing to serve: the database role “{name}” is {why}.")
