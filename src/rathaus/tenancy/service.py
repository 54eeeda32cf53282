"""The door of tenancy: what other apps may import."""

from .checks import UnsafeRole, refuse_unsafe_role
from .fields import TenantForeignKey
from .hosts import base_url, find_municipality, forget_hosts, platform_origins
from .models import Municipality, TenantManager, TenantModel, TenantQuerySet
from .scope import ForeignMunicipality, NoScope, current_municipality, own_rows, scope, unscoped
from .sealing import append_only_models, held_models, seal, tenant_models

__all__ = [
    "ForeignMunicipality",
    "Municipality",
    "NoScope",
    "TenantForeignKey",
    "TenantManager",
    "TenantModel",
    "TenantQuerySet",
    "UnsafeRole",
    "append_only_models",
    "base_url",
    "current_municipality",
    "find_municipality",
    "forget_hosts",
    "held_models",
    "own_rows",
    "platform_origins",
    "refuse_unsafe_role",
    "scope",
    "seal",
    "tenant_models",
    "unscoped",
]
