"""Places: what an editor counts, in every encoding, on any text; edits go where they are meant."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontaktdsl.server.places import Ruler
from kontaktdsl.server.workspace import Workspace
from kontaktdsl.source import Source

TEXTS = st.text(alphabet="ab \n\r\u2028\x0c\x85äß€🙂👩\u0301|", max_size=40)
ENCODINGS = ("utf-8", "utf-16", "utf-32")


def lines(text: str) -> list[str]:
    """The lines as the protocol counts them: `\\r\\n`, `\\n` and `\\r` end one, nothing else does."""
    found, at = [""], 0
    while at < len(text):
        if text[at] == "\r" and text[at + 1 : at + 2] == "\n":
            at += 1
            found.append("")
        elif text[at] in "\r\n":
            found.append("")
        else:
            found[-1] += text[at]
        at += 1
    return found


def units(text: str, encoding: str) -> int:
    """How many units a text has."""
    width = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    name = encoding if encoding == "utf-8" else f"{encoding}-le"
    return len(text.encode(name)) // width


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS)
@settings(max_examples=80)
def test_every_offset_has_its_place_and_back(text: str, encoding: str) -> None:
    """The place of an offset, held against cutting the text into lines by hand."""
    ruler = Ruler(Source("", text), encoding)
    offset = 0
    for number, line in enumerate(lines(text)):
        for column in range(len(line) + 1):
            place = number, units(line[:column], encoding)
            assert ruler.place(offset + column) == place
            assert ruler.offset(place) == offset + column
        beyond = number, units(line, encoding) + 5
        assert ruler.offset(beyond) == offset + len(line)
        offset += len(line) + (2 if text.startswith("\r\n", offset + len(line)) else 1)
    assert ruler.offset((len(lines(text)) + 3, 0)) == len(text)


def test_a_place_inside_a_letter_is_before_it() -> None:
    """Half of a letter of two units is never taken."""
    ruler = Ruler(Source("", "a🙂b"), "utf-16")
    assert [ruler.offset((0, at)) for at in range(5)] == [0, 1, 1, 2, 3]


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS, data=st.data())
@settings(max_examples=80)
def test_edits_give_the_text_that_the_editor_has(
    text: str, encoding: str, data: st.DataObject
) -> None:
    """Any edits, each by a range in the editor's units."""
    workspace = Workspace(encoding)
    workspace.open("/a.kpol", "file:///a.kpol", text, 1)
    for version in range(2, 2 + data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text)))
        if text[start - 1 : start + 1] == "\r\n" or text[end - 1 : end + 1] == "\r\n":
            continue  # no editor has a place between the two
        new = data.draw(TEXTS)
        ruler = Ruler(Source("", text), encoding)
        span = ruler.place(start), ruler.place(end)
        workspace.change("/a.kpol", [(span, new)], version)
        text = text[:start] + new + text[end:]
        buffer = workspace.buffers[workspace.key("/a.kpol")]
        assert buffer.source.text == text
        assert buffer.version == version


def test_lone_surrogates_do_no_harm() -> None:
    """JSON can hold half of a letter."""
    for encoding in ENCODINGS:
        ruler = Ruler(Source("", "ä\ud83d x"), encoding)
        place = ruler.place(4)
        assert ruler.offset(place) == 4
