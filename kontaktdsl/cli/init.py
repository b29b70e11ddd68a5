"""`kpol init`: a commented policy to start from."""

from __future__ import annotations

import os

from kontaktdsl.cli.arguments import Given, Verb
from kontaktdsl.cli.screen import Screen, unwritable
from kontaktdsl.cli.words import Stop, UsageError

VERB = Verb(
    "init",
    ("[DATEI]", "[FILE]"),
    (
        "Legt eine kommentierte Richtlinie zum Weiterschreiben an (sonst richtlinie.kpol), auf\n"
        "Deutsch oder mit --lang en auf Englisch. Eine Datei, die es gibt, bleibt unberührt.",
        "Writes a commented policy to start from (policy.kpol if no name is given), in English\n"
        "or with --lang de in German. A file that exists stays as it is.",
    ),
    (),
    ("kpol init", "kpol init meine.kpol", "kpol init - --lang en"),
)

GERMAN = """\
# Eine Richtlinie zum Weiterschreiben. Was hinter einem Nummernzeichen steht, ist für Menschen.
# Prüfen: kpol check    Erklären lassen: kpol rule
Richtlinie "Kontakte im Jobcenter Musterstadt"
  Kennung musterstadt
  gültig ab 01.01.2027 bis auf Widerruf
  Abstände sind Mindestvorgabe

# --- Wonach wird unterschieden? ------------------------------------------------------------------
# In Anführungszeichen steht, wie ein Wert ausgesprochen wird.
Merkmal Alter                       : Zahl 15 bis 66
Merkmal Status "Vermittlungsstatus" : alo "arbeitslos" | asu "arbeitsuchend"
Merkmal Intensivkunde               : ja oder nein

# Ein Begriff gibt einer Bedingung einen Namen. „unter 25“ endet mit 24.
Begriff U25 heißt Alter unter 25
Begriff Ü25 heißt Alter mindestens 25

# --- Wie oft? ------------------------------------------------------------------------------------
# Links vom Pfeil steht, für wen eine Zeile gilt, rechts, was gilt; in Klammern die Fundstelle.
# Jeder mögliche Mensch braucht genau eine Antwort: `kpol check` beweist es.
Regeln Grundregel [Abschnitt 1]:
  - U25 und alo -> alle 2 Wochen
  - U25 und asu -> monatlich
  - Ü25         -> 2-monatlich

# Eine Ausnahme nennt den Block, dem sie vorgeht. Hinter `weil` steht, was Auslegung ist.
Ausnahme Intensiv zu Grundregel [Abschnitt 2] weil "gewollt ist der engere Kontakt":
  - Intensivkunde -> alle 2 Wochen

# --- Proben --------------------------------------------------------------------------------------
# Ein Beispiel ist ein Mensch mit der Antwort, die Sie erwarten; `kpol test` rechnet nach.
Beispiel "Jana, 19, arbeitslos" : Alter 19, alo -> alle 2 Wochen
Beispiel "Olaf, 40"             : Alter 40, asu -> 2-monatlich
es gilt immer: Intensivkunde -> alle 2 Wochen
es gilt immer: genau eines von U25, Ü25
"""

ENGLISH = """\
# A policy to start from. Whatever stands behind a number sign is for people.
# To check it: kpol check    To have a finding explained: kpol rule
policy "Contacts in the Jobcenter of Sampletown"
  id sampletown
  valid from 2027-01-01 until revoked
  intervals are a minimum

# --- What makes a difference? --------------------------------------------------------------------
# Between quotation marks stands how a value is said aloud.
attribute age                            : number 15 to 66
attribute status "employment status"     : unemployed | seeking "seeking work"
attribute intensive "intensive customer" : yes or no

# A definition gives a condition a name. `under 25` ends with 24.
define younger as age under 25
define older as age at least 25

# --- How often? ----------------------------------------------------------------------------------
# Left of the arrow stands who a line is for, right of it what holds; in brackets the citation.
# Every possible person needs exactly one answer: `kpol check` proves it.
rules Basic [section 1]:
  - younger and unemployed -> every 2 weeks
  - younger and seeking    -> monthly
  - older                  -> every 2 months

# An exception names the block that it goes before. Behind `because` stands what is interpretation.
exception Close to Basic [section 2] because "closer contact is wanted":
  - intensive -> every 2 weeks

# --- Tests ---------------------------------------------------------------------------------------
# An example is a person with the answer that you expect; `kpol test` runs it.
example "Jana, 19, unemployed" : age 19, unemployed -> every 2 weeks
example "Olaf, 40"             : age 40, seeking    -> every 2 months
ensure: intensive -> every 2 weeks
ensure: exactly one of younger, older
"""


def run(given: Given, language: str) -> int:
    """Write the starter policy."""
    if len(given.operands) > 1:
        raise UsageError("init", "nur eine Datei auf einmal", "one file at a time")
    spoken = given.text("lang") or "de"
    text = GERMAN if spoken == "de" else ENGLISH
    default = "richtlinie.kpol" if spoken == "de" else "policy.kpol"
    path = given.operands[0] if given.operands else default
    screen = Screen(given.text("color") or "auto")
    if path == "-":
        screen.write(text)
        return 0
    if os.path.isdir(path):
        path = os.path.join(path, default)
    _create(path, text)
    words = (
        f"{path} angelegt; weiter mit: kpol check {path}\n",
        f"{path} written; go on with: kpol check {path}\n",
    )
    screen.write(words[0 if language == "de" else 1])
    return 0


def _create(path: str, text: str) -> None:
    """Create a file, whole or not at all; an existing one is never touched."""
    made = False
    try:
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            made = True
            file.write(text)
    except FileExistsError:
        raise Stop(
            f"{path} gibt es schon und bleibt, wie es ist", f"{path} exists and stays as it is"
        ) from None
    except OSError as error:
        if made:
            os.unlink(path)
        raise unwritable((path, path), error) from None
