"""The door of tenancy: what other apps may import."""

from .checks import UnsafeRole, refuse_unsafe_role
from .fields import TenantForeignKey
from .hosts import base_url, find_municipality, forget_hosts, platform_origins
from .inserting import insert, insert_new
from .models import Municipality, TenantManager, TenantModel, TenantQuerySet
from .remembering import Remembered
from .retaining import delete_expired, goes_with, retained_models
from .scope import (
    ForeignMunicipality,
    NoScope,
    current_municipality,
    execute_at_once,
    own_rows,
    scope,
    unscoped,
)
from .sealing import append_only_models, held_models, seal, tenant_models

__all__ = [
    "ForeignMunicipality",
    "Municipality",
    "NoScope",
    "Remembered",
    "TenantForeignKey",
    "TenantManager",
    "TenantModel",
    "TenantQuerySet",
    "UnsafeRole",
    "append_only_models",
    "base_url",
    "current_municipality",
    "delete_expired",
    "execute_at_once",
    "find_municipality",
    "forget_hosts",
    "goes_with",
    "held_models",
    "insert",
    "insert_new",
    "own_rows",
    "platform_origins",
    "refuse_unsafe_role",
    "retained_models",
    "scope",
    "seal",
    "tenant_models",
    "unscoped",
]
