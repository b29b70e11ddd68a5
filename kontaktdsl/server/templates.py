"""How each statement is written: what stands where, to be shown and to start from."""

from __future__ import annotations

import attrs

from kontaktdsl.diagnostics import Text
from kontaktdsl.syntax.keywords import keywords


@attrs.frozen
class Blank:
    """A place to fill in: its name, what belongs there, and what stands there at first.

    `terminals` are those that the place is filled with; `optional` says that it may be left out
    together with the words in front of it.
    """

    name: Text
    about: Text
    first: Text
    terminals: tuple[str, ...]
    optional: bool = False


Piece = str | Blank
"""A keyword by its id, a sign as it is written, or a blank."""


@attrs.frozen
class Template:
    """One statement; `once` is its class in the tree where a document holds it at most once."""

    keyword: str
    about: Text
    pieces: tuple[Piece, ...]
    once: str = ""

    def shown(self, language: str) -> str:
        """The statement with the names of its blanks."""
        return "".join(text for text, _ in self.parts(language))

    def parts(self, language: str) -> list[tuple[str, Blank | None]]:
        """The pieces as text, each blank with itself."""
        found: list[tuple[str, Blank | None]] = []
        for piece in self.pieces:
            if isinstance(piece, Blank):
                name = piece.name.into(language)
                found.append((f"‹{name}›", piece))
            else:
                found.append((_word(piece, language), None))
        return found

    def snippet(self, language: str) -> str:
        """The statement with places to fill in, as editors write them."""
        found = []
        number = 0
        for piece in self.pieces:
            if isinstance(piece, Blank):
                if piece.optional:
                    break
                number += 1
                first = piece.first.into(language).replace("\\", "\\\\").replace("}", "\\}")
                found.append(f"${{{number}:{first}}}")
            else:
                found.append(_word(piece, language).replace("$", "\\$"))
        return "".join(found).rstrip(" ") if self.pieces[-1] != "\n" else "".join(found)


def _word(piece: str, language: str) -> str:
    phrases = keywords(language).phrases.get(piece)
    return piece if phrases is None else phrases[0]


def _blank(
    name: tuple[str, str],
    about: tuple[str, str],
    first: tuple[str, str],
    *terminals: str,
    optional: bool = False,
) -> Blank:
    return Blank(Text(*name), Text(*about), Text(*first), terminals, optional)


TITLE = _blank(
    ("Titel", "title"),
    ("der Titel der Richtlinie", "the title of the policy"),
    ('"Kontakte im Jobcenter ..."', '"Contacts in ..."'),
    "STRING",
)
NAME = _blank(
    ("Name", "name"),
    (
        "beginnt mit einem Buchstaben; dann Buchstaben, Ziffern, `_`, innen `-` und `.`",
        "begins with a letter; then letters, digits, `_`, inside also `-` and `.`",
    ),
    ("Name", "Name"),
    "NAME",
)
LABEL = _blank(
    ("„Anzeigename“", "“label”"),
    ("was gezeigt wird, in Anführungszeichen", "what is shown, in quotation marks"),
    ('"..."', '"..."'),
    "STRING",
    optional=True,
)
DAY = _blank(
    ("Tag", "day"),
    ("ein Datum wie 26.06.2017", "a date like 2017-06-26"),
    ("01.01.2026", "2026-01-01"),
    "DATE",
)
LAST = _blank(
    ("Tag | auf Widerruf", "day | revoked"),
    ("der letzte Tag, er zählt noch mit", "the last day, it is included"),
    ("31.12.2026", "2026-12-31"),
    "DATE",
    "REVOKED",
    optional=True,
)
QUOTED = _blank(
    ("„Text“", "“text”"),
    ("ein Text in Anführungszeichen", "a text in quotation marks"),
    ('"..."', '"..."'),
    "STRING",
)
CONDITION = _blank(
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
OUTCOME = _blank(
    ("Vorgabe", "outcome"),
    (
        "was gilt: ein Abstand, ein erster Schritt, Aufgaben, Kontaktarten",
        "what holds: an interval, a first step, duties, kinds of contact",
    ),
    ("monatlich", "monthly"),
    "EVERY",
)
BLOCKS = _blank(
    ("Block, Block", "block, block"),
    ("die Blöcke, denen sie vorgeht", "the blocks that it comes before"),
    ("Grundregel", "Basics"),
    "NAME",
)
CITATION = _blank(
    ("[Fundstelle]", "[citation]"),
    (
        "wo es in der Weisung steht: [Überschrift, Absatz]",
        "where the directive says so: [heading, clause]",
    ),
    ("[...]", "[...]"),
    "CITATION",
    optional=True,
)
REASON = _blank(
    ("„Grund“", "“reason”"),
    ("warum der Text so gelesen wird", "why the text is read like this"),
    ('"..."', '"..."'),
    "STRING",
)
DOMAIN = _blank(
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
FACTS = _blank(
    ("Angaben", "facts"),
    ("eine Person: `Alter 24, alo`", "one person: `age 24, alo`"),
    ("Angaben", "facts"),
    "NAME",
)
NUMBER = _blank(("Anzahl", "count"), ("eine ganze Zahl", "a whole number"), ("3", "3"), "INT")
CODE = _blank(
    ("Befund", "finding"),
    (
        "der Code eines Befunds; `kpol rule` zählt sie auf",
        "the code of a finding; `kpol rule` lists them",
    ),
    ("gap", "gap"),
    "NAME",
)

TEMPLATES: tuple[Template, ...] = (
    Template(
        "policy",
        Text("Titel, erste Zeile der Richtlinie", "title, first line of the policy"),
        ("policy", " ", TITLE),
        "Title",
    ),
    Template(
        "id",
        Text("Kennung, auf die andere verweisen", "id that others refer to"),
        ("id", " ", NAME),
        "Id",
    ),
    Template(
        "issuer", Text("wer sie erlassen hat", "who issued it"), ("issuer", " ", QUOTED), "Issuer"
    ),
    Template(
        "issued", Text("Stand des Textes", "date of the text"), ("issued", " ", DAY), "Issued"
    ),
    Template(
        "valid-from",
        Text("Geltungszeit, beide Tage zählen mit", "validity, both days included"),
        ("valid-from", " ", DAY, " ", "until", " ", LAST),
        "Valid",
    ),
    Template(
        "source",
        Text("die Weisung, die hier steht", "the directive that is encoded"),
        ("source", " ", QUOTED),
        "SourceText",
    ),
    Template(
        "applies-to",
        Text("Geltungsbereich, wird nur gezeigt", "scope, only shown"),
        ("applies-to", " ", QUOTED),
        "AppliesTo",
    ),
    Template(
        "intervals-are",
        Text(
            "Mindestvorgabe oder Orientierung, wo eine Zeile nichts sagt",
            "minimum or guide where a line says nothing",
        ),
        (
            "intervals-are",
            " ",
            _blank(
                ("Mindestvorgabe | Orientierung", "a minimum | a guide"),
                ("wie bindend die Abstände sind", "how binding the intervals are"),
                ("Orientierung", "a guide"),
                "A_MINIMUM",
                "A_GUIDE",
            ),
            " ",
            "but-a-minimum-for",
            " ",
            attrs.evolve(CONDITION, optional=True),
        ),
        "IntervalsAre",
    ),
    Template(
        "calendar",
        Text("gesetzliche Feiertage dieses Landes", "public holidays of that Land"),
        (
            "calendar",
            " ",
            _blank(
                ("„Land“", "“Land”"),
                ("ein Bundesland", "a German Land"),
                ('"Brandenburg"', '"Brandenburg"'),
                "STRING",
            ),
        ),
        "Calendar",
    ),
    Template(
        "days-off",
        Text(
            "Tage, an denen außer den Feiertagen niemand arbeitet",
            "days on which nobody works, beside the public holidays",
        ),
        (
            "days-off",
            " ",
            _blank(
                ("24.12.", "24.12."),
                ("ein Tag jedes Jahres", "a day of every year"),
                ("24.12.", "24.12."),
                "DAY_OF_YEAR",
            ),
        ),
        "DaysOff",
    ),
    Template(
        "due-dates-roll",
        Text(
            "wohin ein Termin rückt, der auf einen freien Tag fällt",
            "where a due date on a day off moves",
        ),
        (
            "due-dates-roll",
            " ",
            _blank(
                ("davor | danach | nicht", "back | forward | not"),
                ("die Richtung", "the direction"),
                ("auf den Arbeitstag davor", "back"),
                "BACK",
                "FORWARD",
                "NOT",
            ),
        ),
        "DueDates",
    ),
    Template(
        "use",
        Text("Merkmale und Begriffe aus einer anderen Datei", "vocabulary of another file"),
        (
            "use",
            " ",
            _blank(
                ("„Datei“", "“file”"),
                ("Pfad, vom Ordner dieser Datei aus", "path, from the folder of this file"),
                ('"merkmale.kpol"', '"vocabulary.kpol"'),
                "STRING",
            ),
        ),
    ),
    Template(
        "attribute",
        Text("eine Angabe über die Kundin, den Kunden", "a fact about a customer"),
        ("attribute", " ", NAME, ": ", DOMAIN),
    ),
    Template(
        "event",
        Text("ein Tag, von dem an Fristen zählen", "a day that deadlines count from"),
        ("event", " ", NAME, " ", LABEL),
    ),
    Template(
        "define",
        Text("ein Name für eine Bedingung", "a name for a condition"),
        ("define", " ", NAME, " ", "as", " ", CONDITION),
    ),
    Template(
        "impossible",
        Text("so ist niemand", "nobody is like that"),
        ("impossible", ": ", CONDITION, " ", "because", " ", REASON),
    ),
    Template(
        "kinds",
        Text("die Kontaktarten", "the kinds of contact"),
        (
            "kinds",
            ": ",
            _blank(
                ("Name, Name", "name, name"),
                ("Namen, jeder mit Anzeigename, wenn nötig", "names, each with a label if need be"),
                ("persönlich, telefonisch", "personal, phone"),
                "NAME",
            ),
        ),
        "KindsOfContact",
    ),
    Template(
        "a-contact-is",
        Text("was als Kontakt zählt", "what counts as a contact"),
        ("a-contact-is", " ", QUOTED, " ", CITATION),
        "ContactIs",
    ),
    Template(
        "rules",
        Text("Vorgaben, die zusammenstehen", "rules that stand together"),
        (
            "rules",
            " ",
            NAME,
            " ",
            attrs.evolve(CITATION, optional=False),
            ":\n  - ",
            CONDITION,
            " -> ",
            OUTCOME,
        ),
    ),
    Template(
        "exception",
        Text("geht anderen Blöcken vor", "comes before other blocks"),
        (
            "exception",
            " ",
            NAME,
            " ",
            "to-blocks",
            " ",
            BLOCKS,
            " ",
            attrs.evolve(CITATION, optional=False),
            ":\n  - ",
            CONDITION,
            " -> ",
            OUTCOME,
        ),
    ),
    Template(
        "table",
        Text("jede Zelle eine Vorgabe", "each cell a rule"),
        (
            "table",
            " ",
            NAME,
            " ",
            attrs.evolve(CITATION, optional=False),
            ":\n  | ",
            _blank(
                ("Merkmal", "attribute"),
                ("ein Merkmal, oder leer", "an attribute, or empty"),
                ("Merkmal", "attribute"),
                "NAME",
            ),
            " -> |\n  | ",
            _blank(
                ("Wert", "value"),
                ("ein Wert des Merkmals", "a value of the attribute"),
                ("Wert", "value"),
                "NAME",
            ),
            " -> ",
            OUTCOME,
            " |",
        ),
    ),
    Template(
        "at-first-contact",
        Text("was beim ersten Kontakt zu tun ist", "what is to be done at the first contact"),
        ("at-first-contact", ":\n  - ", "do", " ", QUOTED),
    ),
    Template(
        "at-every-contact",
        Text("was bei jedem Kontakt zu tun ist", "what is to be done at every contact"),
        ("at-every-contact", ":\n  - ", "do", " ", QUOTED),
    ),
    Template(
        "at-follow-up-contact",
        Text("was beim Folgekontakt zu tun ist", "what is to be done at a follow-up contact"),
        ("at-follow-up-contact", ":\n  - ", "do", " ", QUOTED),
    ),
    Template(
        "when-missed",
        Text("was bei einem Versäumnis zu tun ist", "what is to be done when one is missed"),
        ("when-missed", ":\n  - ", "do", " ", QUOTED),
    ),
    Template(
        "of",
        Text("welcher von mehreren Abständen zählt", "which of several intervals counts"),
        ("of", " ", BLOCKS, " ", "the-strictest-applies", " ", "because", " ", REASON),
    ),
    Template(
        "quantity",
        Text("eine Zahl, die die Weisung setzt", "a number that the directive sets"),
        (
            "quantity",
            ": ",
            NUMBER,
            " ",
            "contacts",
            " ",
            "per",
            " ",
            attrs.evolve(NAME, first=Text("IFK", "IFK")),
        ),
    ),
    Template(
        "note",
        Text(
            "Worte der Weisung, die nichts berechnen", "words of the directive that compute nothing"
        ),
        ("note", " ", QUOTED, " ", CITATION),
    ),
    Template(
        "example",
        Text("eine Person und die erwartete Antwort", "a person and the expected answer"),
        (
            "example",
            " ",
            attrs.evolve(
                QUOTED,
                about=Text(
                    "ein Name für das Beispiel, darf fehlen",
                    "a name for the example, may be missing",
                ),
            ),
            ": ",
            FACTS,
            " -> ",
            OUTCOME,
        ),
    ),
    Template(
        "ensure",
        Text("gilt für alle, wird bewiesen", "holds for all, is proven"),
        ("ensure", ": ", CONDITION, " -> ", OUTCOME),
    ),
    Template(
        "accept",
        Text("ein Befund, der bekannt und gewollt ist", "a finding that is known and meant"),
        ("accept", " ", CODE, " ", "because", " ", REASON),
    ),
)

BY_KEYWORD = {template.keyword: template for template in TEMPLATES}
