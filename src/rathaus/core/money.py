"""Amounts are `Decimal` euros with two places; floats never touch them."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def to_cents(amount: Decimal) -> Decimal:
    """Rounded to the cent the way people expect: half away from zero."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def format_eur(amount: Decimal, language: str = "de") -> str:
    """An amount as people write it: "1.234,50 €" in German, "€1,234.50" in English."""
    text = f"{to_cents(amount):,.2f}"
    if language == "de":
        return text.translate(str.maketrans(",.", ".,")) + " €"
    return f"-€{text[1:]}" if text.startswith("-") else f"€{text}"
