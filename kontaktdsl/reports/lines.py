"""Lines of styled pieces, their width on a screen, and how they become text."""

from __future__ import annotations

Piece = tuple[str, str]
"""Some text and the name of its style; "" is none."""
Line = list[Piece]

STYLES = {
    "error": "bold red",
    "warning": "bold yellow",
    "hint": "bold cyan",
    "good": "green",
    "mark": "red",
    "bar": "blue",
    "repair": "green",
    "strong": "bold",
    "dim": "dim",
}

_HIDDEN = {
    **{code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))},
    **{
        code: f"\\u{code:04x}"
        for code in (0x200E, 0x200F, 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    },
    9: " ",
    0x85: " ",
    0xA0: " ",
    0xFEFF: "",
}


_STEERING = {code: shown for code, shown in _HIDDEN.items() if shown.startswith("\\")}


def visible(text: str) -> str:
    """The text with every character that would steer a terminal shown as its number."""
    if text.isascii() and text.isprintable():
        return text
    return text.translate(_HIDDEN)


def harmless(text: str) -> str:
    """The text of one line as it may be written: nothing in it steers a terminal."""
    return text if text.isprintable() else text.translate(_STEERING)


def width(text: str) -> int:
    """The columns that a text takes on a screen."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    columns = 0
    for letter in text:
        if letter < "\u0300":
            columns += letter != "\u00ad"
        elif category(letter) not in ("Mn", "Me", "Cf"):
            columns += 2 if east_asian_width(letter) in ("W", "F") else 1
    return columns


def wrap(text: str, columns: int, first: str = "", rest: str | None = None) -> list[str]:
    """The text in lines of at most `columns`, each behind its indent; a long word stays whole."""
    if width(first) + width(text) <= columns:
        return [first + text]
    rest = " " * width(first) if rest is None else rest
    lines = []
    current, used = first, width(first)
    empty = True
    for word in text.split(" "):
        wide = width(word)
        if not empty and used + 1 + wide > columns:
            lines.append(current)
            current, used, empty = rest, width(rest), True
        if not empty:
            current += " "
            used += 1
        current += word
        used += wide
        empty = False
    lines.append(current)
    return lines


def plain(lines: list[Line]) -> str:
    """The lines as text."""
    return "".join(
        [harmless("".join([text for text, _ in line]).rstrip()) + "\n" for line in lines]
    )


def coloured(lines: list[Line]) -> str:
    """The lines with colours, as the terminal at hand can show them."""
    from rich.console import Console
    from rich.text import Text

    console = Console(force_terminal=True, highlight=False, markup=False, emoji=False, width=10**6)
    with console.capture() as captured:
        for line in lines:
            pieces = [(harmless(text), STYLES.get(style, "")) for text, style in line]
            console.print(Text.assemble(*pieces), soft_wrap=True)
    return captured.get()
