"""Draws a field by its kind; each kind registers the function that draws it."""

from collections.abc import Callable, Iterable

from django.utils.safestring import SafeString, mark_safe

from .parts import EMPTY, Field

Drawer = Callable[[Field], SafeString]
_DRAWERS: dict[str, Drawer] = {}


def draws(*kinds: str) -> Callable[[Drawer], Drawer]:
    """Registers a function for these kinds of fields."""

    def register(drawer: Drawer) -> Drawer:
        _DRAWERS.update(dict.fromkeys(kinds, drawer))
        return drawer

    return register


def draw(field: Field) -> SafeString:
    """The whole field: question, help, error and input. A field that is not visible is not drawn at all.

    A kind that nobody draws is a KeyError: a form must not silently lack a question.
    """
    return _DRAWERS[field.kind](field) if getattr(field, "visible", True) else EMPTY


def draw_all(fields: Iterable[Field]) -> SafeString:
    return mark_safe("".join(map(draw, fields)))  # noqa: S308 - joins what draw() escaped
