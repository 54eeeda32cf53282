"""The fee that was shown before sending, kept with the submission as it was shown."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rathaus.formengine.service import Fee, FeeItem


def fee_to_json(fee: Fee | None) -> dict[str, Any] | None:
    """Amounts as text, in euros."""
    if fee is None:
        return None
    items = [{"key": item.key, "label": item.label, "amount": str(item.amount)} for item in fee.items]
    return {"items": items, "total": str(fee.total)}


def read_fee(stored: Mapping[str, Any] | None) -> Fee | None:
    if stored is None:
        return None
    items = tuple(FeeItem(item["key"], item["label"], Decimal(item["amount"])) for item in stored["items"])
    return Fee(items, Decimal(stored["total"]))
