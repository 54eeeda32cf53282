"""What a service asks for, and the ways to prove it."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from rathaus.accounts.federation.providers import providers
from rathaus.accounts.models import Account, Level, Unit
from rathaus.accounts.trust.needs import Need

register = template.Library()


@register.filter
def trust_sentence(level: str) -> Promise | str:
    """What a service of this level asks for; empty where it asks for nothing."""
    return Need(Level(level), Level.NONE).sentence if level and level != Level.NONE else ""


@register.inclusion_tag("accounts/trust/step_up.html", takes_context=True)
def step_up(context: dict[str, Any], need: Need, next_url: str, unit: Unit) -> dict[str, Any]:
    """Every way that leads on from here, and back to `next_url` with what was typed; and those without an account."""
    request: HttpRequest = context["request"]
    return {
        **_buttons(context, next_url),
        "need": need,
        "needed": need.needed.value,
        "unit": unit,
        "account": request.user if isinstance(request.user, Account) else None,
        "sign_in": _address("account_login"),
        "sign_up": _address("account_signup"),
        "municipality": context.get("municipality"),
    }


@register.inclusion_tag("accounts/federation/buttons.html", takes_context=True)
def state_account_buttons(context: dict[str, Any], next_url: str = "") -> dict[str, Any]:
    """The buttons of all state accounts that are offered; nothing where none is."""
    return _buttons(context, next_url or context["request"].GET.get("next", ""))


def _buttons(context: dict[str, Any], next_url: str) -> dict[str, Any]:
    return {"providers": providers(), "next": next_url, "csrf_token": context.get("csrf_token")}


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
