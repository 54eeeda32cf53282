"""The order in which values become known, and the circles that would never end."""

from collections.abc import Iterable, Mapping


class Circle(Exception):  # reads as what it says where it is caught
    """`path` starts and ends with the same name."""

    def __init__(self, path: tuple[str, ...]) -> None:
        self.path = path
        super().__init__(" → ".join(path))


def dependency_order(needs: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Every name after all it needs, otherwise in the order given. Raises Circle."""
    done: dict[str, None] = {}
    for name in needs:
        _visit(name, needs, done, ())
    return tuple(done)


def _visit(name: str, needs: Mapping[str, Iterable[str]], done: dict[str, None], way: tuple[str, ...]) -> None:
    if name in done:
        return
    if name in way:
        raise Circle((*way[way.index(name) :], name))
    for other in needs.get(name, ()):
        _visit(other, needs, done, (*way, name))
    done[name] = None
