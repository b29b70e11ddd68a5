"""The text of a directive as it was printed: headings, items and sentences of a plain text.

Nothing is known of such a text but that people read it. A heading is a short line by itself, or
one that ends in a colon or begins with a number or `§`; an item is a paragraph, a bullet or the row
of a table. A citation names a heading, then a sub-heading, a number or words of an item. Where it
can be read in several ways it covers what any of them covers.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from functools import cached_property

import attrs

from kontaktdsl.source import Source, Span

LONGEST_ENTRY = 200
"""A longer line is no entry of a table of contents."""

_BULLET = re.compile(r"(?:[-–—•·▪‣◦*+]|>+|\d{1,2}[.)](?=\s)|[a-z]\)|\(\w{1,2}\))\s*")
_CONTENTS = re.compile(r"(?P<title>.*?\w.*?)(?P<gap>\.{3,}|…+|\s*\t+|\s{3,})\s*\d{1,3}$")
_NUMBERED = re.compile(
    r"(?P<hash>#{1,6})\s+|(?P<law>§+|Abschnitt|Kapitel|Teil|Anlage|Artikel|Art\.)\s*\d+\w*[.:]?\s*"
    r"|(?P<number>\d{1,2}(?:\.\d{1,2})*)\.?\s+"
)
_FIELD = re.compile(r"[A-ZÄÖÜ][\w ]{1,30}:\s+\S")
_ABBREVIATED = re.compile(
    r"(?:\b(?:z\. ?B|ggf|bzw|Abs|Nr|d\. ?h|u\. ?a|i\. ?d\. ?R|S|Art|max|mind|ca|Std|Dr|vgl|evtl|usw"
    r"|inkl|incl|sog|gem|Ziff|\d{1,2}))\.$"
)
_MONTH = (
    r"(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
    r"|january|february|march|may|june|july|october|december)"
)
_DATE = (
    rf"(?:\d{{1,2}}\.\s?\d{{1,2}}\.\s?(?:\d{{4}}|\d{{2}})|\d{{4}}-\d\d-\d\d"
    rf"|\d{{1,2}}\.?\s{_MONTH}(?:\s\d{{4}})?|{_MONTH}\s\d{{1,2}},?\s\d{{4}})"
)
_KEY_DATE = re.compile(
    rf"\b(?:vor|nach|before|after)\s+(?:dem\s+|the\s+)?{_DATE}\b(?!\s(?:geltend|gültig))"
)
"""A day before or after which something happens to a customer; others say when a text holds."""
_BENIGN = re.compile(
    rf"{_DATE}|"
    r"\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{4}|\d{2})|\b(?:19|20)\d\d\b|\b\d+/\d{2,4}\b|\b[uü]\s?-?\s?\d\d\b"
    r"|§+\s*\d+\w*|\b(?:abs(?:atz|\.)?|satz|nr\.?|nummer|seite|s\.|anlage|kapitel|abschnitt|ziffer"
    r"|ziff\.|punkt|art(?:ikel|\.)|phase|stufe|teil|version|sgb|alg)\s*\d+\w*"
    r"|\b\d+-?\s?(?:phasen|stufen)\w*|\b\d{5}\b"
)
_UNIT = (
    r"(?:arbeits|werk|kalender)?tag\w*|wochen?|monat\w*|quartal\w*"
    r"|(?:halb|viertel)?jahr\w*|stunden?"
)
_COUNT = r"(?:ein(?:e[mnrs]?)?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)"
_FIGURE = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_PERIOD = r"(?:days?|weeks?|fortnights?|months?|quarters?|(?:half[- ])?years?|hours?)"
_REGULATED = re.compile(
    rf"\d|\b(?:\w*täglich|taggleich|\w*tägig|\w*wöchentlich|\w*monatlich|\w*jährlich)\w*"
    rf"|\b{_COUNT}\s+(?:\w+\s+)?(?:{_UNIT})\b|\b{_COUNT}mal\b"
    rf"|\b(?:jeden|jede|jedes|alle|pro|je)\s+(?:{_UNIT})\b"
    rf"|\b{_COUNT}\s+mal\b|\bhintereinander\b|\b(?:monats|wochen|quartals|jahres)ende\b"
    rf"|\bende\s+(?:de[rs]|eine[rs]|jede[rs])\s+(?:kalender)?(?:{_UNIT})\b"
    r"|\bdie\s+hälfte\b|\b(?:ein|zwei|drei)\s+(?:drittel|viertel)\s+(?:de[rs]|aller|davon|von)\b"
    r"|\bjede[rsnm]?\s+(?:zweite|dritte|vierte)[rsnm]?\b"
    r"|\b(?:spätestens|unverzüglich|binnen|fristen|frist)\b|\bam (?:selben|gleichen) tag"
    r"|\b(?:daily|weekly|monthly|quarterly|half-yearly|yearly|no later than|at the latest)\b"
    rf"|\b{_FIGURE}\s+(?:\w+\s+)?{_PERIOD}\b|\b(?:{_FIGURE}\s+times|twice|in\s+a\s+row)\b"
    rf"|\b(?:once\s+)?(?:each|every|per)\s+(?:\w+\s+)?{_PERIOD}\b"
    rf"|\bonce\s+(?:a|in\s+a)\s+(?:\w+\s+)?{_PERIOD}\b|\bend\s+of\s+(?:\w+\s+){{0,2}}{_PERIOD}\b"
    rf"|\b(?:half\s+of|at\s+(?:least|most)\s+half)\b|\b(?:a|{_FIGURE})\s+(?:third|quarter)s?\s+of\b"
    rf"|\bevery\s+(?:second|third|fourth|other)\b|\bone\s+in\s+{_FIGURE}\b"
)
_DETAIL = re.compile(
    r"(?P<what>absatz|abs|satz|nummer|nr|punkt|spiegelstrich|paragraph|sentence|bullet|item|no)?\s*"
    r"(?P<numbers>\d{1,3}(?:\s*(?:,|und|and|bis|to|-|–)\s*\d{1,3})*)"
)
_GENERIC = frozenset(
    {
        "tabelle", "zeile", "spalte", "kopf", "schluss", "ende", "anfang", "einleitung", "seite",
        "fußnote", "überschrift", "table", "row", "column", "head", "end", "page",
    }
)  # fmt: skip
_DIVISIONS = frozenset(
    {"abschnitt", "kapitel", "nummer", "nr", "ziffer", "teil", "punkt", "section"}
)


class Form(Enum):
    """What an item looks like."""

    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    ROW = "row"


@attrs.frozen(eq=False, slots=False)
class Sentence:
    """One sentence, or one row of a table."""

    span: Span

    @cached_property
    def text(self) -> str:
        """Its words on one line, without marks of emphasis."""
        return " ".join(self.span.text.replace("**", "").split())

    @cached_property
    def regulated(self) -> bool:
        """Whether a number, an interval or a deadline stands in it."""
        bare = unicodedata.normalize("NFC", self.text).casefold()
        bare = _BULLET.sub("", bare, count=1) if _BULLET.match(bare) else bare
        if _KEY_DATE.search(bare):
            return True
        return _REGULATED.search(_BENIGN.sub(" ", bare)) is not None


@attrs.frozen(eq=False)
class Item:
    """A paragraph, a bullet or a row; `words` are what a citation may name it by."""

    form: Form
    sentences: tuple[Sentence, ...]
    words: tuple[str, ...] = attrs.field(repr=False)

    @property
    def speaks(self) -> bool:
        """Whether it is more than a field such as `Stand: ...`."""
        return self.form is not Form.PARAGRAPH or self.sentences[-1].text.endswith((".", "!", ":"))


@attrs.frozen(eq=False, slots=False)
class Section:
    """A heading (None above the first) and the items up to the next one."""

    heading: str | None
    level: int
    items: tuple[Item, ...] = attrs.field(repr=False)

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The words of the heading as they are compared."""
        return tuple(fold(self.heading or ""))

    @property
    def speaks(self) -> bool:
        """Whether more than fields such as `Stand: ...` stands right below the heading."""
        return any(item.speaks for item in self.items)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of its items."""
        return tuple(sentence for item in self.items for sentence in item.sentences)


@attrs.frozen(eq=False)
class Covered:
    """What a citation covers; `missing` is the part of it that is nowhere in the text."""

    sentences: tuple[Sentence, ...]
    missing: str | None = None


@attrs.frozen(eq=False)
class Directive:
    """A text by sections."""

    source: Source
    sections: tuple[Section, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings in their order, each once."""
        return tuple(dict.fromkeys(s.heading for s in self.sections if s.heading))

    def covered(self, citation: str, *, deep: bool = True) -> Covered:
        """What a citation covers; a heading alone covers what stands below its sub-headings too,
        unless `deep` is False.
        """
        parts = [part for part in re.split(r"[,;>/]\s+|\s>\s", citation.strip()) if part.strip()]
        if not parts or not self.headings:
            return Covered(())
        if fold(parts[0])[:1] == ["kopf"]:
            return Covered(self.sections[0].sentences)
        starts = self._headed(fold(parts[0]), range(len(self.sections)))
        if not starts and fold(parts[0])[0] in _DIVISIONS:
            starts = self._headed(fold(parts[0])[1:], range(len(self.sections)))
        there = Covered((), parts[0].strip())
        for start in starts:
            there = self._below(start, parts[1:], deep)
            if there.missing is None:
                break
        return there

    def _below(self, at: int, details: list[str], deep: bool) -> Covered:
        scope = self._scope(at)
        chosen: list[Sentence] = []
        for detail in details:
            numbers = _DETAIL.fullmatch(" ".join(fold(detail, keep="-–")))
            if numbers:
                numbered = list(_numbered(scope, numbers["what"] or "", numbers["numbers"]))
                if not numbered:
                    return Covered((), detail.strip())
                chosen.extend(numbered)
                continue
            words = fold(detail)
            below = self._headed(words, range(at + 1, len(self.sections)))
            items = [item for item in scope if _named(words, item.words)]
            if below and not chosen:
                at = below[0]
                scope = self._scope(at)
            elif items:
                scope = items
            elif words[:1] in (["kopf"], ["head"]):
                scope = [item for item in scope if not item.speaks]
            elif words[:1] in (["schluss"], ["ende"], ["end"]):
                scope = scope[-3:]
        if chosen:
            return Covered(tuple(chosen))
        if details:
            return Covered(tuple(sentence for item in scope for sentence in item.sentences))
        end = self._end(at) if deep else at + 1
        return Covered(tuple(s for section in self.sections[at:end] for s in section.sentences))

    def _headed(self, wanted: list[str], places: Iterable[int]) -> list[int]:
        """The sections whose heading is, or else begins with, or else begins these words."""
        rooms = [(at, list(self.sections[at].folded)) for at in places]
        size = len(wanted)
        found = [at for at, title in rooms if title == wanted and size]
        found = found or [at for at, title in rooms if title[:size] == wanted and size]
        return found or [at for at, title in rooms if title and wanted[: len(title)] == title]

    def _end(self, at: int) -> int:
        """The section behind the last one that stands below a heading."""
        end = at + 1
        while end < len(self.sections) and self.sections[end].level > self.sections[at].level:
            end += 1
        return end

    def _scope(self, at: int) -> Sequence[Item]:
        """The items right below a heading; where nothing is said there, those that follow."""
        end = at + 1
        while end < len(self.sections) and not any(s.speaks for s in self.sections[at:end]):
            end += 1
        return [item for section in self.sections[at:end] for item in section.items]


def _numbered(scope: Sequence[Item], what: str, numbers: str) -> Iterator[Sentence]:
    wanted = [int(number) for number in re.findall(r"\d+", numbers)]
    if len(wanted) == 2 and re.search(r"bis|to|-|–", numbers):
        wanted = list(range(wanted[0], wanted[1] + 1))
    bullets = [item for item in scope if item.form is not Form.PARAGRAPH]
    paragraphs = [item for item in scope if item.form is Form.PARAGRAPH]
    spoken = [
        item for item in paragraphs if any(s.text.endswith((".", "!")) for s in item.sentences)
    ]
    sentences = [sentence for item in scope for sentence in item.sentences]
    for number in wanted:
        at = number - 1
        if what in ("absatz", "abs", "paragraph"):
            for group in (spoken, paragraphs):
                if at < len(group):
                    yield from group[at].sentences
                    break
            continue
        if at < len(bullets) and what not in ("satz", "sentence"):
            yield from bullets[at].sentences
        if 0 <= at < len(sentences):
            yield sentences[at]


def _named(words: list[str], tokens: tuple[str, ...]) -> bool:
    """Whether an item holds each of the words, in any ending."""
    told = [word for word in words if word not in _GENERIC]
    return bool(told) and all(
        any(token == word or (len(word) > 4 and token.startswith(word[:-2])) for token in tokens)
        for word in told
    )


def fold(text: str, keep: str = "") -> list[str]:
    """Words as they are compared: small, composed, without marks; `U 25` is one word."""
    small = unicodedata.normalize("NFC", text).casefold().replace("**", "")
    small = re.sub(rf"[^\w§{re.escape(keep)}]+", " ", small)
    small = re.sub(r"\b([uü]) (\d\d)\b", r"\1\2", small)
    return re.sub(r"§ ?(\d)", r"§\1", small).split()


# --- reading --------------------------------------------------------------------------------------


def read(source: Source) -> Directive:
    """The sections of a text."""
    text = source.text
    lines = []
    for number, start in enumerate(source.line_starts, 1):
        content = source.line(number)
        lines.append((start, content))
    folded = {" ".join(fold(content)) for _, content in lines}
    reading = _Reading(source)
    for at, (start, content) in enumerate(lines):
        stripped = content.strip()
        contents = _CONTENTS.fullmatch(stripped) if len(stripped) <= LONGEST_ENTRY else None
        if not stripped or (
            contents
            and (
                contents["gap"].startswith((".", "…"))
                or " ".join(fold(contents["title"])) in folded
            )
        ):
            reading.close()
        elif "\t" in stripped or content.startswith("\t") or stripped.startswith("|"):
            reading.row(start, content)
        else:
            alone = (at == 0 or not lines[at - 1][1].strip()) and (
                at + 1 == len(lines) or not lines[at + 1][1].strip()
            )
            level = _level(stripped, alone)
            span = _trimmed(text, start, start + len(content))
            if level is not None and not reading.in_sentence:
                reading.heading(stripped, level)
            else:
                reading.line(span, stripped)
    return reading.whole()


def _level(line: str, alone: bool) -> int | None:
    """The level of a heading; None if the line is none."""
    bare = line.replace("**", "").strip()
    if len(bare) > 90 or bare[-1] in ".;,!?" or not re.match(r"[A-ZÄÖÜ§#„“\"\d]", bare):
        return None
    numbered = _NUMBERED.match(bare)
    rest = bare[numbered.end() :] if numbered else bare
    figures = re.search(r"\d", _BENIGN.sub(" ", rest.casefold()))
    counted = re.search(rf"\d\s*(?:{_UNIT}|kt)\b", rest.casefold())
    if counted or (figures and not bare.endswith(":")) or (numbered and not rest and not alone):
        return None
    if numbered and (alone or numbered["law"] or numbered["hash"] or rest[:1].isupper()):
        if numbered["hash"]:
            return len(numbered["hash"])
        return numbered["number"].count(".") + 1 if numbered["number"] else 1
    if _FIELD.match(bare):
        return None
    if bare.endswith(":"):
        return 2 if len(bare) <= 60 and len(bare.split()) <= 6 else None
    return 1 if alone and len(bare.split()) <= 12 else None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


class _Reading:
    """A text while it is being read."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.sections: list[Section] = []
        self.head: tuple[str | None, int] = (None, 0)
        self.items: list[Item] = []
        self.open: tuple[Form, int, int] | None = None
        self.carried: list[str] = []

    @property
    def in_sentence(self) -> bool:
        """Whether a line goes on with a sentence that has not ended."""
        if self.open is None:
            return False
        text = self.source.text[self.open[1] : self.open[2]].rstrip()
        return text.endswith((",", "-")) or (text[-1:].isalpha() and len(text) > 60)

    def heading(self, line: str, level: int) -> None:
        self.section()
        title = re.sub(r"^#+\s*", "", line.replace("**", "")).strip().rstrip(":").strip()
        self.head = (title, level)

    def section(self) -> None:
        self.close()
        self.sections.append(Section(*self.head, tuple(self.items)))
        self.items = []
        self.carried = []

    def line(self, span: tuple[int, int], line: str) -> None:
        bullet = _BULLET.match(line)
        if bullet and bullet.end() < len(line):
            self.close()
            self.open = Form.BULLET, *span
        elif self.open is None:
            self.open = Form.PARAGRAPH, *span
        else:
            self.open = self.open[0], self.open[1], span[1]

    def close(self) -> None:
        if self.open is not None:
            form, start, end = self.open
            self.open = None
            sentences = tuple(_sentences(self.source, start, end))
            words = fold(self.source.text[start:end])
            self.items.append(Item(form, sentences, tuple(words)))

    def row(self, start: int, content: str) -> None:
        self.close()
        cells = [
            cell.strip() for cell in content.strip(" |").split("|" if "|" in content else "\t")
        ]
        for at, cell in enumerate(cells[:2]):
            if cell:
                self.carried[at:] = [cell]
        first = cells[:2]
        words = fold(" ".join(cells))
        if first and not first[0] and self.carried:
            words = [*fold(self.carried[0]), *words]
        span = _trimmed(self.source.text, start, start + len(content))
        sentence = Sentence(Span(self.source, *span))
        self.items.append(Item(Form.ROW, (sentence,), tuple(words)))

    def whole(self) -> Directive:
        self.section()
        return Directive(self.source, tuple(self.sections))


def _sentences(source: Source, start: int, end: int) -> Iterator[Sentence]:
    text = source.text
    begin = start
    for match in re.finditer(r"[.!?][“”\"*)]*\s+(?=[A-ZÄÖÜ„“\"(*])", text[start:end]):
        stop = start + match.start() + 1
        if not _ABBREVIATED.search(text[begin:stop]):
            yield Sentence(Span(source, *_trimmed(text, begin, start + match.end())))
            begin = start + match.end()
    if begin < end:
        yield Sentence(Span(source, *_trimmed(text, begin, end)))
