"""The editions of a folder side by side: which text holds on which day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import attrs

from kontaktdsl.diagnostics import Text
from kontaktdsl.record import Shown
from kontaktdsl.versions.edition import FOR_EVER, Days, Edition, before, behind
from kontaktdsl.versions.order import arranged


@attrs.frozen(eq=False, repr=False)
class Stretch(Shown):
    """Days on which the same holds: one full text, none (a hole), or several (double validity).

    `amendments` are those of the full text, in the order in which they apply.
    """

    days: Days
    texts: tuple[Edition, ...]
    amendments: tuple[Edition, ...]

    @property
    def words(self) -> Text:
        """What holds: `grund, amended by a and b`; only where something does."""
        texts, amendments = listed(self.texts), listed(self.amendments)
        if not self.amendments:
            return texts
        return Text(
            f"{texts.de}, geändert durch {amendments.de}",
            f"{texts.en}, amended by {amendments.en}",
        )


def listed(editions: Sequence[Edition]) -> Text:
    """Ids as a person lists them."""
    *first, last = [each.id for each in editions] or [""]
    if not first:
        return Text.same(last)
    return Text(f"{', '.join(first)} und {last}", f"{', '.join(first)} and {last}")


@attrs.frozen(eq=False, repr=False)
class Chain(Shown):
    """Full texts that replace each other, their amendments, and what held when, day after day.

    `stretches` begin with the first day of the first text and end with the last of the last one.
    """

    texts: tuple[Edition, ...]
    amendments: tuple[Edition, ...]
    stretches: tuple[Stretch, ...]

    def at(self, day: date) -> Stretch | None:
        """The stretch of a day; None before the first and after the last one."""
        return next((stretch for stretch in self.stretches if day in stretch.days), None)

    @property
    def editions(self) -> tuple[Edition, ...]:
        """All texts and amendments in their order."""
        return tuple(sorted((*self.texts, *self.amendments), key=lambda each: each.order))

    @property
    def name(self) -> str:
        """The id of its last full text."""
        return self.texts[-1].id


class Shelf:
    """Editions, found by id, in an order that does not depend on that of the files."""

    def __init__(self, editions: Iterable[Edition]) -> None:
        self.editions = tuple(sorted(editions, key=lambda each: each.order))
        self._named: dict[str, list[Edition]] = {}
        self._replacing: dict[str, list[Edition]] = {}
        self._amending: dict[str, list[Edition]] = {}
        self._amendments: dict[Edition, tuple[Edition, ...]] = {}
        self._held: dict[Edition, Days | None] = {}
        self._chains: dict[str, Chain | None] = {}
        for each in self.editions:
            self._named.setdefault(each.id, []).append(each)
            if each.amends is not None:
                self._amending.setdefault(each.amends.name.text, []).append(each)
            elif each.replaces is not None:
                self._replacing.setdefault(each.replaces.name.text, []).append(each)

    @property
    def ids(self) -> tuple[str, ...]:
        """All ids, each once."""
        return tuple(self._named)

    def named(self, name: str) -> tuple[Edition, ...]:
        """The editions of an id: one, if the folder is in order."""
        return tuple(self._named.get(name, ()))

    # --- who belongs to whom --------------------------------------------------------------------

    def root(self, each: Edition) -> Edition | None:
        """The full text that an amendment amends in the end; None if it is missing or a circle."""
        path = self._path(each)
        return path[-1] if path[-1].amends is None else None

    def above(self, each: Edition) -> frozenset[str]:
        """The ids of what an amendment amends, and of what that amends."""
        return frozenset(other.id for other in self._path(each)[1:])

    def _path(self, each: Edition) -> list[Edition]:
        """An edition, what it amends, and so on; it ends early at what is missing or a circle."""
        path, seen = [each], set()
        while each.amends is not None:
            target = each.amends.name.text
            there = self.named(target)
            if target in seen or not there:
                break
            seen.add(target)
            each = there[0]
            path.append(each)
        return path

    def replaced(self, each: Edition) -> tuple[Edition, ...]:
        """The full texts that a full text replaces: one, if the folder is in order."""
        if each.replaces is None or each.amends is not None:
            return ()
        found = (self.root(target) for target in self.named(each.replaces.name.text))
        return tuple(dict.fromkeys(text for text in found if text is not None and text is not each))

    def successors(self, text: Edition) -> tuple[Edition, ...]:
        """The full texts that replace a full text, also by the id of one of its amendments."""
        names = [text.id, *(amendment.id for amendment in self.amendments(text))]
        found = [each for name in names for each in self._replacing.get(name, ())]
        return tuple(dict.fromkeys(each for each in found if each is not text))

    def amendments(self, text: Edition) -> tuple[Edition, ...]:
        """The amendments of a full text, and those of its amendments, in their order."""
        if text not in self._amendments:
            found = tuple(self._amended_by(text))
            ordered = arranged(found, self.above)
            if ordered is None:  # only where two texts have one id, which is found
                ordered = tuple(sorted(found, key=lambda each: each.order))
            self._amendments[text] = ordered
        return self._amendments[text]

    def _amended_by(self, text: Edition) -> Iterable[Edition]:
        found: dict[Edition, None] = {}
        names, seen = [text.id], set()
        while names:
            name = names.pop()
            if name in seen:
                continue
            seen.add(name)
            for each in self._amending.get(name, ()):
                if self.root(each) is text:
                    found[each] = None
                    names.append(each.id)
        return found

    # --- when -----------------------------------------------------------------------------------

    def in_force(self, each: Edition) -> Days | None:
        """The days on which an edition holds: until its end, or until another replaces it.

        None if there is no such day, or if it amends nothing.
        """
        if each not in self._held:
            self._held[each] = self._in_force(each)
        return self._held[each]

    def _in_force(self, each: Edition) -> Days | None:
        if each.amends is not None:
            root = self.root(each)
            held = self.in_force(root) if root is not None else None
            return held.meet(each.days) if held is not None else None
        if each.days.last < each.first:
            return None
        last = each.days.last
        for successor in self.successors(each):
            if successor.days.last < successor.first:
                continue  # it holds on no day, so it ends nothing
            if successor.first <= each.first:
                return None
            last = min(last, before(successor.first))
        return Days(each.first, last)

    def chain(self, name: str) -> Chain | None:
        """The chain that an id belongs to; None if there is no such id or it amends nothing."""
        if name not in self._chains:
            self._chains[name] = self._chain(name)
        return self._chains[name]

    def _chain(self, name: str) -> Chain | None:
        waiting = [text for each in self.named(name) if (text := self.root(each)) is not None]
        texts: dict[Edition, None] = {}
        while waiting:
            text = waiting.pop()
            if text in texts:
                continue
            texts[text] = None
            waiting += self.replaced(text)
            waiting += self.successors(text)
            waiting += [each for each in self.named(text.id) if each.amends is None]
        if not texts:
            return None
        ordered = tuple(sorted(texts, key=lambda each: each.order))
        amendments = tuple(dict.fromkeys(a for text in ordered for a in self.amendments(text)))
        return Chain(ordered, amendments, self._stretches(ordered))

    def chains(self) -> tuple[Chain, ...]:
        """Every chain of the folder, by the id of its last text."""
        found: dict[Edition, Chain] = {}
        for each in self.editions:
            if each.amends is None and each not in found:
                chain = self.chain(each.id)
                assert chain is not None
                found.update(dict.fromkeys(chain.texts, chain))
        return tuple(sorted(dict.fromkeys(found.values()), key=lambda chain: chain.name))

    def _stretches(self, texts: tuple[Edition, ...]) -> tuple[Stretch, ...]:
        held = {
            each: days
            for text in texts
            for each in (text, *self.amendments(text))
            if (days := self.in_force(each)) is not None
        }
        if not held:
            return ()
        begins = {days.first for days in held.values()}
        begins |= {behind(days.last) for days in held.values() if days.last < FOR_EVER}
        last = max(days.last for days in held.values())
        cuts = sorted(cut for cut in begins if cut <= last)
        ends = [*map(before, cuts[1:]), last]
        found: list[Stretch] = []
        for first, end in zip(cuts, ends, strict=True):
            days = Days(first, end)
            now = tuple(text for text in texts if text in held and first in held[text])
            amendments = tuple(
                dict.fromkeys(
                    each for text in now for each in self.amendments(text)
                    if each in held and first in held[each]
                )
            )  # fmt: skip
            found.append(Stretch(days, now, amendments))
        return tuple(found)
