"""The places to fill in that many statements have."""

from __future__ import annotations

from kontaktdsl.diagnostics import Text
from kontaktdsl.server.templates.template import Blank


def blank(
    name: tuple[str, str],
    about: tuple[str, str],
    first: tuple[str, str],
    *terminals: str,
    optional: bool = False,
) -> Blank:
    """A place with its texts in German and English."""
    return Blank(Text(*name), Text(*about), Text(*first), terminals, optional)


TITLE = blank(
    ("Titel", "title"),
    ("der Titel der Richtlinie", "the title of the policy"),
    ('"Kontakte im Jobcenter ..."', '"Contacts in ..."'),
    "STRING",
)
NAME = blank(
    ("Name", "name"),
    (
        "beginnt mit einem Buchstaben; dann Buchstaben, Ziffern, `_`, innen `-` und `.`",
        "begins with a letter; then letters, digits, `_`, inside also `-` and `.`",
    ),
    ("Name", "Name"),
    "NAME",
)
LABEL = blank(
    ("„Anzeigename“", "“label”"),
    ("was gezeigt wird, in Anführungszeichen", "what is shown, in quotation marks"),
    ('"..."', '"..."'),
    "STRING",
    optional=True,
)
DAY = blank(
    ("Tag", "day"),
    ("ein Datum wie 26.06.2017", "a date like 2017-06-26"),
    ("01.01.2026", "2026-01-01"),
    "DATE",
)
LAST = blank(
    ("Tag | auf Widerruf", "day | revoked"),
    ("der letzte Tag, er zählt noch mit", "the last day, it is included"),
    ("31.12.2026", "2026-12-31"),
    "DATE",
    "REVOKED",
    optional=True,
)
QUOTED = blank(
    ("„Text“", "“text”"),
    ("ein Text in Anführungszeichen", "a text in quotation marks"),
    ('"..."', '"..."'),
    "STRING",
)
CONDITION = blank(
    ("Bedingung", "condition"),
    (
        "für wen es gilt: Begriffe, Merkmale und Werte mit `und`, `oder`, `nicht`",
        "for whom it holds: definitions, attributes and values with `and`, `or`, `not`",
    ),
    ("Bedingung", "condition"),
    "NAME",
    "OPEN",
    "NOT",
    "INT",
    "IN",
)
OUTCOME = blank(
    ("Vorgabe", "outcome"),
    (
        "was gilt: ein Abstand, ein erster Schritt, Aufgaben, Kontaktarten",
        "what holds: an interval, a first step, duties, kinds of contact",
    ),
    ("monatlich", "monthly"),
    "EVERY",
)
BLOCKS = blank(
    ("Block, Block", "block, block"),
    ("die Blöcke, denen sie vorgeht", "the blocks that it comes before"),
    ("Grundregel", "Basics"),
    "NAME",
)
CITATION = blank(
    ("[Fundstelle]", "[citation]"),
    (
        "wo es in der Weisung steht: [Überschrift, Absatz]",
        "where the directive says so: [heading, clause]",
    ),
    ("[...]", "[...]"),
    "CITATION",
    optional=True,
)
REASON = blank(
    ("„Grund“", "“reason”"),
    ("warum der Text so gelesen wird", "why the text is read like this"),
    ('"..."', '"..."'),
    "STRING",
)
DOMAIN = blank(
    ("Werte", "values"),
    (
        "`wert | wert`, `ja oder nein` oder `Zahl 15 bis 66`",
        "`value | value`, `yes or no` or `number 15 to 66`",
    ),
    ("ja oder nein", "yes or no"),
    "YES_OR_NO",
    "NUMBER",
    "NAME",
)
FACTS = blank(
    ("Angaben", "facts"),
    ("eine Person: `Alter 24, alo`", "one person: `age 24, alo`"),
    ("Angaben", "facts"),
    "NAME",
)
NUMBER = blank(("Anzahl", "count"), ("eine ganze Zahl", "a whole number"), ("3", "3"), "INT")
CODE = blank(
    ("Befund", "finding"),
    (
        "der Code eines Befunds; `kpol rule` zählt sie auf",
        "the code of a finding; `kpol rule` lists them",
    ),
    ("gap", "gap"),
    "NAME",
)
