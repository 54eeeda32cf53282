"""What the forms of an account say, as the actions of accounts take it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rathaus.accounts.service import Rights


def organisation_details(answers: Mapping[str, Any]) -> dict[str, Any]:
    named = answers.get("organisation", {})
    return {
        "kind": answers["art"],
        "name": named["name"],
        "register_court": named.get("registergericht", ""),
        "register_number": named.get("registernummer", ""),
        "email": answers.get("email", ""),
        "phone": answers.get("telefon", ""),
        "address": answers.get("anschrift", {}),
    }


def rights_in(answers: Mapping[str, Any], services: Mapping[str, str] | None = None) -> Rights:
    """`services` are the keys of those on offer by their titles, of which a power of attorney may name some."""
    chosen = answers.get("leistungen", ()) if answers.get("umfang") == "einzelne" else ()
    may = answers.get("darf", ())
    return Rights(
        may_apply="apply" in may,
        may_read="read" in may,
        may_administer="administer" in may,
        ends_on=date.fromisoformat(answers["bis"]) if answers.get("bis") else None,
        services=tuple((services or {})[title] for title in chosen),
    )
