"""What an application costs, with the calculation, before it is sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from rathaus.core.money import to_cents

from .evaluation import Evaluated
from .form import Context, Layout
from .rules import RuleError
from .wording import fill


@dataclass(frozen=True, slots=True)
class FeeItem:
    """One line; `amount` is less than 0 for a discount."""

    key: str
    label: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Fee:
    """To the cent. No items and a total of 0 say: free of charge."""

    items: tuple[FeeItem, ...]
    total: Decimal


def compute_fee(layout: Layout, result: Evaluated, context: Context) -> Fee | None:
    """None for a form that says nothing about a fee. Lines of 0 and without a result are left out."""
    if not layout.fee:
        return None
    items = tuple(item for item in _items(layout, result, context) if item.amount)
    return Fee(items, sum((item.amount for item in items), Decimal(0)))


def _items(layout: Layout, result: Evaluated, context: Context) -> Iterator[FeeItem]:
    variables = result.scopes[""].variables
    for item in layout.fee:
        if item.visible is not None and not item.visible.holds(variables):
            continue
        try:
            amount = to_cents(Decimal(str(item.rule.evaluate(variables))))
        except (RuleError, ArithmeticError):
            continue
        yield FeeItem(item.key, fill(item.texts[context.language], layout.parameters, context), amount)
