"""What attrs would compile anew for each class, written once.

Compiling equality, hash and text for the hundred classes that a check needs costs a fifth of its
start-up. A class that takes them from here says `attrs.frozen(eq=False, repr=False)`.
"""

import attrs


class Shown:
    """Text from the fields that are not marked `repr=False`."""

    __slots__ = ()

    def __repr__(self) -> str:
        fields = attrs.fields(type(self))  # type: ignore[arg-type]
        shown = (f"{f.name}={getattr(self, f.name)!r}" for f in fields if f.repr)
        return f"{type(self).__name__}({', '.join(shown)})"


class Record(Shown):
    """Equality and hash by content, without the fields that are marked `eq=False`."""

    __slots__ = ()

    def _content(self) -> tuple[object, ...]:
        names = _compared.get(type(self))
        if names is None:
            fields = attrs.fields(type(self))  # type: ignore[arg-type]
            names = _compared[type(self)] = tuple(field.name for field in fields if field.eq)
        return tuple([getattr(self, name) for name in names])

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(self) is not type(other):
            return NotImplemented
        assert isinstance(other, Record)
        return self._content() == other._content()

    def __hash__(self) -> int:
        return hash((type(self), self._content()))


_compared: dict[type[Record], tuple[str, ...]] = {}
