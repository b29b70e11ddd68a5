"""How each statement is written: what stands where, to be shown and to start from."""

from __future__ import annotations

import attrs

from kontaktdsl.diagnostics import Text
from kontaktdsl.server.templates.blanks import (
    BLOCKS,
    CITATION,
    CODE,
    CONDITION,
    DAY,
    DOMAIN,
    FACTS,
    LABEL,
    LAST,
    NAME,
    NUMBER,
    OUTCOME,
    QUOTED,
    REASON,
    TITLE,
    blank,
)
from kontaktdsl.server.templates.template import Blank, Template

__all__ = ["BY_KEYWORD", "TEMPLATES", "Blank", "Template"]

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
        "applies-to",
        Text("für wen sie gilt, wird berechnet", "whom it applies to, computed"),
        ("applies-to", " ", CONDITION),
        "Scope",
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
            blank(
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
            blank(
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
            blank(
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
            blank(
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
        "replaces",
        Text("dieser Text gilt statt eines älteren", "this text holds instead of an older one"),
        ("replaces", " ", NAME),
        "Replaces",
    ),
    Template(
        "amends",
        Text("dieser Text sagt nur, was sich ändert", "this text only says what changes"),
        ("amends", " ", NAME),
        "Amends",
    ),
    Template(
        "use",
        Text("Merkmale und Begriffe aus einer anderen Datei", "vocabulary of another file"),
        (
            "use",
            " ",
            blank(
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
            blank(
                ("Name, Name", "name, name"),
                ("Namen, jeder mit Anzeigename, wenn nötig", "names, each with a label if need be"),
                ("persönlich, telefonisch", "personal, phone"),
                "NAME",
            ),
        ),
        "KindsOfContact",
    ),
    Template(
        "series",
        Text("Kontakte, die für sich gezählt werden", "contacts that are counted by themselves"),
        ("series", " ", NAME, " ", LABEL),
        "Series",
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
            blank(
                ("Merkmal", "attribute"),
                ("ein Merkmal, oder leer", "an attribute, or empty"),
                ("Merkmal", "attribute"),
                "NAME",
            ),
            " -> |\n  | ",
            blank(
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
        Text("genau einer dieser Begriffe trifft zu", "exactly one of these definitions holds"),
        ("ensure", ": ", "exactly-one-of", " ", CONDITION, ", ", CONDITION),
    ),
    Template(
        "ensure",
        Text(
            "nie lockerer als eine andere Richtlinie, wird bewiesen",
            "never looser than another policy, is proven",
        ),
        ("ensure", ": ", "never-looser-than", " ", NAME),
    ),
    Template(
        "ensure",
        Text("gilt für alle, wird bewiesen", "holds for all, is proven"),
        ("ensure", ": ", CONDITION, " -> ", OUTCOME),
    ),
    Template(
        "in-the-single-case",
        Text("wie weit ein Einzelfall abweichen darf", "how far a single case may deviate"),
        (
            "in-the-single-case",
            ": ",
            "stricter",
            ", ",
            "looser",
            " ",
            "up-to",
            " ",
            "every",
            " ",
            NUMBER,
            " ",
            "unit-month",
            " ",
            "with",
            " ",
            QUOTED,
            " ",
            CITATION,
        ),
        "SingleCase",
    ),
    Template(
        "accept",
        Text("ein Befund, der bekannt und gewollt ist", "a finding that is known and meant"),
        ("accept", " ", CODE, " ", "because", " ", REASON),
    ),
    Template(
        "replace",
        Text(
            "in einer Änderung: ein Block des geänderten Textes, neu",
            "in an amendment: a block of the amended text, anew",
        ),
        (
            "replace",
            " ",
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
        "remove",
        Text(
            "in einer Änderung: Blöcke, die entfallen", "in an amendment: blocks that are no more"
        ),
        ("remove", " ", BLOCKS),
    ),
)

BY_KEYWORD = {template.keyword: template for template in TEMPLATES}
