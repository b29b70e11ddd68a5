"""A place as a picture: the line with its number and a stroke under the characters meant."""

from __future__ import annotations

from kontaktdsl.reports.lines import Line, visible, width
from kontaktdsl.reports.words import pick, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.reports.shape import Place

BAR = "│"
STROKE = "‾"
CUT = "…"
_BULLETS = "-•*–— \t\u00a0"


def excerpt(place: Place, language: str, columns: int, style: str) -> list[Line]:
    """The line of a place under its address, and a stroke with the label below."""
    return excerpts([place], language, columns, style)


def excerpts(places: list[Place], language: str, columns: int, style: str) -> list[Line]:
    """Places on one line: the line once, under its address, and below it the strokes."""
    place = places[0]
    if not place["text"] and place["line"] == 1:
        return [[("  " + place["file"], "dim")]]
    address = say("place", language, place["file"], str(place["line"]), str(place["column"]))
    if place["end_line"] > place["line"]:
        address += " " + say("to-line", language, str(place["end_line"]))
    number = f"{place['line']:>7}"
    room = max(20, columns - len(number) - 3)
    text, before, under = cropped(place, room)
    lines: list[Line] = [
        [("  " + address, "dim")],
        [(number, "bar"), (f" {BAR} ", "bar"), (text, "")],
    ]
    stroke: Line = [(" " * len(number), ""), (f" {BAR} ", "bar"), (" " * before, "")]
    stroke.append((STROKE * under, style))
    end = before + under
    for other in places[1:]:
        shown, start, under = cropped(other, room)
        if shown != text or start <= end or remark(other, language) != remark(place, language):
            lines += [stroke, *excerpts([other], language, columns, style)]
            return lines
        stroke += [(" " * (start - end), ""), (STROKE * under, style)]
        end = start + under
    lines.append(stroke)
    label = remark(place, language)
    if label and end + 1 + width(label) > room:
        indent = " " * min(before, max(0, room - width(label)))
        lines.append([(" " * len(number), ""), (f" {BAR} ", "bar"), (indent, ""), (label, style)])
    elif label:
        stroke.append((f" {label}", style))
    return lines


def brief(places: list[Place], language: str, columns: int) -> list[Line]:
    """Places that mean their whole line: address and line side by side, with the citation.

    Where that is too wide, the file stands above its lines.
    """
    if not places:
        return []
    addresses = [say("line", language, place["file"], str(place["line"])) for place in places]
    widest = max(map(width, addresses))
    beside = [_beside(place, language) for place in places]
    if any(widest + 6 + width("".join(text)) > columns for text in beside):
        return _below_file(places, beside, columns)
    lines: list[Line] = []
    for address, (text, note) in zip(addresses, beside, strict=True):
        pad = " " * (widest - width(address))
        lines.append([(f"   {pad}{address}", "dim"), (f" {BAR} ", "bar"), (text, "")])
        lines[-1].append((note, "strong"))
    return lines


def _beside(place: Place, language: str) -> tuple[str, str]:
    note = remark(place, language)
    return visible(place["text"].strip()), f"   {note}" if note else ""


def _below_file(places: list[Place], beside: list[tuple[str, str]], columns: int) -> list[Line]:
    lines: list[Line] = []
    file = ""
    for place, (text, note) in zip(places, beside, strict=True):
        if place["file"] != file:
            file = place["file"]
            lines.append([("  " + file, "dim")])
        number = f"{place['line']:>7}"
        room = max(20, columns - len(number) - 3)
        apart = width(text) + width(note) > room
        if width(text) > room:
            text = _clip(text, room - 1) + CUT
        lines.append([(number, "bar"), (f" {BAR} ", "bar"), (text, "")])
        if not apart:
            lines[-1].append((note, "strong"))
        elif note:
            lines.append([(" " * len(number), ""), (f" {BAR} ", "bar"), (note, "strong")])
    return lines


def whole_line(place: Place) -> bool:
    """Whether a place covers all of its line but the bullet and what stands behind the outcome."""
    text = place["text"]
    start = place["column"] - 1 - place["cut"]
    if text[: max(0, start)].strip(_BULLETS):
        return False
    if place["end_line"] > place["line"]:
        return True
    rest = text[place["end_column"] - 1 - place["cut"] :].strip()
    return not rest or rest.startswith(("[", "#"))


def remark(place: Place, language: str) -> str:
    """The label of a place, else the block and the citation unless the line shows them."""
    parts = [pick(place["label"], language)] if place["label"] else []
    if place["block"] and not parts and place["block"] not in place["text"]:
        parts.append(place["block"])
    if place["citation"] and f"[{place['citation']}]" not in place["text"]:
        parts.append(f"[{place['citation']}]")
    return visible(" ".join(parts))


def cropped(place: Place, room: int) -> tuple[str, int, int]:
    """The line cut to some columns, the columns before the stroke, and those of the stroke."""
    raw = place["text"]
    start = max(0, min(place["column"] - 1 - place["cut"], len(raw)))
    end = len(raw) if place["end_line"] > place["line"] else place["end_column"] - 1 - place["cut"]
    end = max(start, min(end, len(raw)))
    if len(raw) <= room and raw.isascii() and raw.isprintable() and not place["cut"]:
        under = end - start
        if place["end_line"] == place["line"] and start + min(under, room // 2) <= room - 4:
            return raw, start, max(1, under)
    if place["end_line"] > place["line"]:
        end = max(start, len(raw.rstrip()))
    head, middle, tail = (_spread(part) for part in (raw[:start], raw[start:end], raw[end:]))
    before, under = width(head), width(middle)
    cut_left = place["cut"] > 0
    if before + min(under, room // 2) > room - 4:
        keep = room // 4
        while width(head) > keep:
            head = head[1:]
        cut_left = True
    if cut_left:
        head = CUT + head
    before = width(head)
    text = head + middle + tail
    if width(text) > room:
        text = _clip(text, room - 1) + CUT
    return text, before, max(1, min(under, width(text) - before))


def _spread(text: str) -> str:
    return visible(text.replace("\t", "    "))


def _clip(text: str, columns: int) -> str:
    while width(text) > columns:
        text = text[: max(columns, 1)] if len(text) > columns else text[:-1]
    return text
