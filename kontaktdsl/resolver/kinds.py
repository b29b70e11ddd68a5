"""The findings about names and types."""

from kontaktdsl.diagnostics import Kind, Severity, Text

_HEAD = 'policy "Beispiel"\nattribute status: alo | asu\nattribute age: number 15 to 66\n'
_TAIL = 'age under 25 -> monthly\nage at least 25 -> every 2 months\nasu -> do "x"\n'

UNKNOWN_NAME = Kind(
    "unknown-name",
    Text("unbekannter Name", "unknown name"),
    Severity.ERROR,
    Text("`{name}` ist nicht bekannt", "`{name}` is not known"),
    Text(
        "Jeder Name in einer Bedingung muss oben als Merkmal, Wert oder Begriff stehen.",
        "Every name in a condition must be declared as an attribute, a value or a definition.",
    ),
    _HEAD + "aloo -> monthly\n" + _TAIL,
    _HEAD + 'alo -> do "y"\n' + _TAIL,
)
AMBIGUOUS_VALUE = Kind(
    "ambiguous-value",
    Text("mehrdeutiger Wert", "ambiguous value"),
    Severity.ERROR,
    Text("`{name}` kann Mehreres heißen", "`{name}` can mean more than one thing"),
    Text(
        "Derselbe Name gehört zu mehreren Merkmalen. Mit dem Merkmal davor ist er eindeutig.",
        "The same name belongs to several attributes. With the attribute before it, it is clear.",
    ),
    _HEAD + 'attribute mood: asu | froh\nasu -> do "x"\nfroh -> do "y"\n'
    'age under 25 -> monthly\nage at least 25 -> every 2 months\nstatus alo -> do "z"\n',
    _HEAD + 'attribute mood: asu | froh\nstatus asu -> do "x"\nfroh -> do "y"\n'
    "age under 25 -> monthly\nage at least 25 -> every 2 months\n",
)
WRONG_ATTRIBUTE = Kind(
    "wrong-attribute",
    Text("Wert eines anderen Merkmals", "value of another attribute"),
    Severity.ERROR,
    Text("`{value}` ist kein Wert von `{attribute}`", "`{value}` is not a value of `{attribute}`"),
    Text(
        "Ein Merkmal hat nur die Werte, die bei ihm aufgezählt sind.",
        "An attribute has only the values that are listed with it.",
    ),
    _HEAD + 'attribute wear: low | high\nstatus low -> do "x"\nhigh -> do "y"\n' + _TAIL,
    _HEAD + 'attribute wear: low | high\nwear low -> do "x"\n' + _TAIL,
)
WRONG_COLUMN = Kind(
    "wrong-column",
    Text("falsche Spalte", "wrong column"),
    Severity.ERROR,
    Text(
        "`{cell}` gehört nicht in die Spalte `{attribute}`",
        "`{cell}` does not belong in the column `{attribute}`",
    ),
    Text(
        "Der Spaltenkopf nennt das Merkmal, von dem die Spalte spricht.",
        "The heading of a column names the attribute that the column speaks of.",
    ),
    _HEAD + "table T:\n  | status -> |\n  | alo -> monthly |\n  | age under 25 -> monthly |\n",
    _HEAD + "table T:\n  | status -> |\n  | alo -> monthly |\n  | asu -> weekly |\n"
    'age under 25 -> do "x"\n',
)
OUT_OF_RANGE = Kind(
    "out-of-range",
    Text("Zahl außerhalb des Bereichs", "number out of range"),
    Severity.ERROR,
    Text(
        "{number} liegt außerhalb von {low} bis {high} (`{attribute}`)",
        "{number} lies outside {low} to {high} (`{attribute}`)",
    ),
    Text(
        "Das Merkmal kann diese Zahl nie haben, also träfe der Vergleich immer oder nie zu.",
        "The attribute can never have this number, so the comparison would always or never hold.",
    ),
    _HEAD + 'age under 125 -> do "y"\n' + _TAIL,
    _HEAD + 'age under 30 -> do "y"\n' + _TAIL,
)
REVERSED_RANGE = Kind(
    "reversed-range",
    Text("verdrehter Bereich", "reversed range"),
    Severity.ERROR,
    Text("{low} bis {high} ist leer", "{low} to {high} is empty"),
    Text("Die kleinere Zahl steht zuerst.", "The smaller number stands first."),
    _HEAD + 'age 24 to 18 -> do "y"\n' + _TAIL,
    _HEAD + 'age 18 to 24 -> do "y"\n' + _TAIL,
)
NEEDS_VALUE = Kind(
    "needs-value",
    Text("Wert fehlt", "value missing"),
    Severity.ERROR,
    Text("bei `{name}` fehlt ein Wert", "`{name}` needs a value"),
    Text(
        "Nur ein Merkmal mit Ja oder Nein steht allein in einer Bedingung.",
        "Only a yes-or-no attribute stands by itself in a condition.",
    ),
    _HEAD + 'status -> do "y"\n' + _TAIL,
    _HEAD + 'status alo -> do "y"\n' + _TAIL,
)
NOT_A_NUMBER = Kind(
    "not-a-number",
    Text("kein Zahlenmerkmal", "not a number"),
    Severity.ERROR,
    Text("`{name}` ist keine Zahl", "`{name}` is not a number"),
    Text(
        "Nur ein Merkmal der Art „Zahl von … bis …“ lässt sich mit Zahlen vergleichen.",
        "Only an attribute declared as a number can be compared with numbers.",
    ),
    _HEAD + 'status under 25 -> do "y"\n' + _TAIL,
    _HEAD + 'age under 30 -> do "y"\n' + _TAIL,
)
DUPLICATE_NAME = Kind(
    "duplicate-name",
    Text("doppelter Name", "duplicate name"),
    Severity.ERROR,
    Text("`{name}` gibt es schon", "`{name}` exists already"),
    Text("Ein Name bedeutet überall dasselbe.", "A name means the same thing everywhere."),
    _HEAD + "define status as age under 30\n" + _TAIL,
    _HEAD + 'define U30 as age under 30\nU30 -> do "y"\n' + _TAIL,
)
DEFINITION_CYCLE = Kind(
    "definition-cycle",
    Text("Begriffe im Kreis", "definitions in a circle"),
    Severity.ERROR,
    Text("`{name}` erklärt sich durch sich selbst", "`{name}` is defined by itself"),
    Text(
        "Ein Begriff darf andere benutzen, aber kein Kreis entstehen.",
        "A definition may use others, but there must be no circle.",
    ),
    _HEAD + "define jung as not jung\n" + _TAIL,
    _HEAD + 'define jung as age under 30\njung -> do "y"\n' + _TAIL,
)
DUPLICATE_FIELD = Kind(
    "duplicate-field",
    Text("doppelte Kopfzeile", "duplicate header line"),
    Severity.ERROR,
    Text("diese Angabe steht schon weiter oben", "this was already said further up"),
    Text(
        "Kennung, Geltung, Quelle und die anderen Kopfzeilen stehen nur einmal.",
        "Id, validity, source and the other header lines stand only once.",
    ),
    'policy "Beispiel"\n  id a\n  id b\nattribute status: alo | asu\nalo or asu -> monthly\n',
    'policy "Beispiel"\n  id a\nattribute status: alo | asu\nalo or asu -> monthly\n',
)
EMPTY_VALIDITY = Kind(
    "empty-validity",
    Text("leere Geltung", "empty validity"),
    Severity.ERROR,
    Text("die Geltung endet, bevor sie beginnt", "the validity ends before it begins"),
    Text("Beide Tage zählen mit.", "Both days are included."),
    'policy "Beispiel"\n  valid from 2024-02-01 until 2024-01-31\nattribute status: alo | asu\n'
    "alo or asu -> monthly\n",
    'policy "Beispiel"\n  valid from 2024-01-01 until 2024-01-31\nattribute status: alo | asu\n'
    "alo or asu -> monthly\n",
)
NAME_TWINS = Kind(
    "name-twins",
    Text("verwechselbare Namen", "twin names"),
    Severity.WARNING,
    Text(
        "`{name}` und `{other}` sehen sich zum Verwechseln ähnlich",
        "`{name}` and `{other}` are easily taken for each other",
    ),
    Text(
        "Ein vergessener Umlaut oder Großbuchstabe ergäbe unbemerkt eine andere Regel. Wer beide "
        "braucht, beweist ihre Trennung mit „es gilt immer: genau eines von A, B“.",
        "A forgotten umlaut or capital would silently give another rule. Whoever needs both proves "
        "them apart with `ensure: exactly one of A, B`.",
    ),
    _HEAD + "define U25 as age under 25\ndefine Ü25 as age at least 25\n"
    'U25 -> monthly\nÜ25 -> every 2 months\nasu -> do "x"\n',
    _HEAD + "define U25 as age under 25\ndefine ab25 as age at least 25\n"
    'U25 -> monthly\nab25 -> every 2 months\nasu -> do "x"\n',
)
FOREIGN_LETTER = Kind(
    "foreign-letter",
    Text("fremder Buchstabe", "foreign letter"),
    Severity.ERROR,
    Text(
        "`{name}` enthält einen Buchstaben einer anderen Schrift: {letter}",
        "`{name}` holds a letter of another script: {letter}",
    ),
    Text(
        "Manche Buchstaben fremder Schriften sehen aus wie lateinische; der Name wäre ein anderer.",
        "Some letters of other scripts look like Latin ones; the name would be another one.",
    ),
    'policy "Beispiel"\nattribute status: \u0430lo | asu\n\u0430lo or asu -> monthly\n',
    'policy "Beispiel"\nattribute status: alo | asu\nalo or asu -> monthly\n',
)
UNUSED_ATTRIBUTE = Kind(
    "unused-attribute",
    Text("unbenutztes Merkmal", "unused attribute"),
    Severity.WARNING,
    Text("das Merkmal `{name}` kommt nirgends vor", "the attribute `{name}` is used nowhere"),
    Text(
        "Entweder fehlt eine Regel, die danach fragt, oder das Merkmal wird nicht gebraucht.",
        "Either a rule that asks for it is missing, or the attribute is not needed.",
    ),
    _HEAD + "attribute Neukunde: yes or no\n" + _TAIL,
    _HEAD + 'attribute Neukunde: yes or no\nNeukunde -> do "y"\n' + _TAIL,
)
UNKNOWN_BLOCK = Kind(
    "unknown-block",
    Text("unbekannter Regelblock", "unknown block"),
    Severity.ERROR,
    Text("einen Block `{name}` gibt es nicht", "there is no block `{name}`"),
    Text(
        "Eine Ausnahme und ein Vorrang nennen Blöcke (Regeln, Tabelle, Ausnahme) dieser Datei.",
        "An exception or a preference names blocks (rules, table, exception) of this file.",
    ),
    _HEAD + "rules A:\n  - alo or asu -> monthly\nexception B to C:\n  - age under 25 -> weekly\n",
    _HEAD + "rules A:\n  - alo or asu -> monthly\nexception B to A:\n  - age under 25 -> weekly\n",
)
EXCEPTION_CYCLE = Kind(
    "exception-cycle",
    Text("Ausnahmen im Kreis", "exceptions in a circle"),
    Severity.ERROR,
    Text(
        "jede dieser Ausnahmen geht der anderen vor: {circle}",
        "each of these exceptions comes before the other: {circle}",
    ),
    Text(
        "Eine Ausnahme geht ihrem Block vor, auch über mehrere Schritte. Ein Kreis hat kein Ende.",
        "An exception comes before its block, over several steps too. A circle has no end.",
    ),
    _HEAD + "rules A:\n  - alo or asu -> monthly\nexception B to A, C:\n"
    "  - age under 25 -> weekly\nexception C to B:\n  - age under 20 -> every 3 weeks\n",
    _HEAD + "rules A:\n  - alo or asu -> monthly\nexception B to A:\n"
    "  - age under 25 -> weekly\nexception C to A, B:\n  - age under 20 -> every 3 weeks\n",
)
EXCEPTION_WITHOUT_RHYTHM = Kind(
    "exception-without-rhythm",
    Text("Ausnahme ohne Abstand", "exception without a rhythm"),
    Severity.ERROR,
    Text(
        "diese Zeile einer Ausnahme nennt keinen Abstand und hebt deshalb nichts auf",
        "this line of an exception names no interval and so overrides nothing",
    ),
    Text(
        "Nur eine Zeile mit Abstand (oder Verweis) tritt an die Stelle der Regel. Was nur "
        "hinzukommt, gehört in einen Block „Regeln“.",
        "Only a line with an interval (or a reference) takes the place of the rule. What is only "
        "added belongs in a block `rules`.",
    ),
    _HEAD + 'rules A:\n  - alo or asu -> monthly\nexception B to A:\n  - age under 25 -> do "x"\n',
    _HEAD + 'rules A:\n  - alo or asu -> monthly\nrules B:\n  - age under 25 -> do "x"\n',
)
OTHERWISE_MISPLACED = Kind(
    "otherwise-misplaced",
    Text("„sonst“ am falschen Ort", "misplaced otherwise"),
    Severity.ERROR,
    Text(
        "`sonst` steht nur als letzte Zeile eines Blocks „Regeln“",
        "`otherwise` stands only as the last line of a block `rules`",
    ),
    Text(
        "„Sonst“ heißt: für alle, die keine andere Zeile dieses Blocks erfasst.",
        "`otherwise` means: for all whom no other line of this block covers.",
    ),
    _HEAD + "rules A:\n  - otherwise -> monthly\n  - alo and age under 25 -> weekly\n",
    _HEAD + "rules A:\n  - alo and age under 25 -> weekly\n  - asu or age at least 25 -> monthly\n",
)
PREFERENCE_TURNED = Kind(
    "preference-turned",
    Text("widersprüchlicher Vorrang", "contradictory preference"),
    Severity.ERROR,
    Text(
        "für `{name}` soll einmal das Strengste und einmal das Mildeste gelten",
        "for `{name}` once the strictest and once the least demanding is to apply",
    ),
    Text(
        "Für einen Block gilt entweder das Strengste oder das Mildeste.",
        "For one block either the strictest or the least demanding applies.",
    ),
    _HEAD + "rules A:\n  - alo or asu -> monthly\nrules B:\n  - age under 25 -> weekly\n"
    "of A, B the strictest applies\nof B, A the least demanding applies\n",
    _HEAD + "rules A:\n  - alo or asu -> monthly\nrules B:\n  - age under 25 -> weekly\n"
    "of A, B the strictest applies\n",
)
UNKNOWN_EVENT = Kind(
    "unknown-event",
    Text("unbekanntes Ereignis", "unknown event"),
    Severity.ERROR,
    Text("ein Ereignis `{name}` gibt es nicht", "there is no event `{name}`"),
    Text(
        "Eine Frist läuft ab einem Ereignis, das oben genannt ist.",
        "A deadline runs from an event that is declared.",
    ),
    _HEAD + "event Antrag\nalo -> first same day as Anttrag\n" + _TAIL,
    _HEAD + "event Antrag\nalo -> first same day as Antrag\n" + _TAIL,
)
UNKNOWN_KIND = Kind(
    "unknown-kind",
    Text("unbekannte Kontaktart", "unknown kind of contact"),
    Severity.ERROR,
    Text("eine Kontaktart `{name}` gibt es nicht", "there is no kind of contact `{name}`"),
    Text(
        "Die Arten des Kontakts werden in der Zeile „Kontaktarten:“ aufgezählt.",
        "The kinds of contact are listed in the line `kinds:`.",
    ),
    _HEAD + "kinds: Gruppe, Telefon\nalo -> may use Grupe\n" + _TAIL,
    _HEAD + "kinds: Gruppe, Telefon\nalo -> may use Gruppe\n" + _TAIL,
)
OCCASION_PART = Kind(
    "occasion-part",
    Text("Abstand bei einem Anlass", "interval at an occasion"),
    Severity.ERROR,
    Text(
        "`{part}` gehört nicht zu einem Anlass; dort stehen Aufgaben und Kontaktarten",
        "`{part}` does not belong to an occasion; duties and kinds of contact stand there",
    ),
    Text(
        "Beim Kontakt stehen Aufgaben und Kontaktarten. Wie oft und wann zuerst sagt ein Block "
        "„Regeln“.",
        "At a contact there are duties and kinds of contact. How often and when first is said in a "
        "block `rules`.",
    ),
    _HEAD + "at every contact:\n  - alo -> weekly\n" + _TAIL,
    _HEAD + 'at every contact:\n  - alo -> do "y"\n' + _TAIL,
)
OCCASION_COUNT = Kind(
    "occasion-count",
    Text("Anzahl bei einem Anlass", "count at an occasion"),
    Severity.ERROR,
    Text(
        "`{part}` zählt mehrere Kontakte und gehört nicht zu einem einzelnen",
        "`{part}` counts several contacts and does not belong to a single one",
    ),
    Text(
        "Zahlen, Anteile und „hintereinander“ stehen in einem Block „Regeln“. Beim Kontakt steht, "
        "von welcher Art er ist: „nur Brief“.",
        "Numbers, shares and `in a row` stand in a block `rules`. At a contact it is said of which "
        "kind it is: `only Brief`.",
    ),
    _HEAD + "kinds: Brief, Telefon\nat every contact:\n  - alo -> never 2 Brief in a row\n" + _TAIL,
    _HEAD + "kinds: Brief, Telefon\nrules A:\n  - alo -> never 2 Brief in a row\n" + _TAIL,
)
SEVERAL_FIRSTS = Kind(
    "several-first-steps",
    Text("mehrere erste Schritte in einer Zeile", "several first steps in one line"),
    Severity.ERROR,
    Text("eine Zeile hat nur einen ersten Schritt", "a line has only one first step"),
    Text(
        "Was auf den ersten Schritt folgt, heißt „danach nach …“.",
        "What follows the first step is written `then after ...`.",
    ),
    _HEAD
    + "event Antrag\nalo -> first same day as Antrag, first within 3 days of Antrag\n"
    + _TAIL,
    _HEAD + "event Antrag\nalo -> first same day as Antrag, then after 3 days\n" + _TAIL,
)
FIRST_WITHOUT_EVENT = Kind(
    "first-without-event",
    Text("erste Frist ohne Ereignis", "first deadline without an event"),
    Severity.ERROR,
    Text(
        "diese Frist nennt kein Ereignis; sie rückt jeden Tag mit und läuft nie ab",
        "this deadline names no event; it moves along every day and never passes",
    ),
    Text(
        "Wann der erste Kontakt fällig ist, zählt ab einem Ereignis: „ab dem Ende des "
        "Kalendermonats von Antrag“. Ohne Ereignis steht nur eine Frist, die immer wiederkehrt, "
        "an einer Aufgabe.",
        "When the first contact is due counts from an event: `of the end of the calendar month of "
        "Antrag`. Without an event there is only a deadline that comes again and again, of a duty.",
    ),
    _HEAD + "event Antrag\nalo -> first within 5 days of the end of the calendar month\n" + _TAIL,
    _HEAD
    + "event Antrag\nalo -> first within 5 days of the end of the calendar month of Antrag\n"
    + _TAIL,
)
EMPTY_OUTCOME = Kind(
    "empty-outcome",
    Text("leere Zelle", "empty cell"),
    Severity.ERROR,
    Text("in dieser Zelle steht keine Vorgabe", "this cell holds no outcome"),
    Text(
        "Eine leere Zelle sagt nicht, ob der Fall nicht vorkommt, offen ist oder vergessen wurde.",
        "An empty cell does not say whether the case cannot occur, is open or was forgotten.",
    ),
    _HEAD + "table T:\n  | age -> alo | asu |\n  | under 25 -> monthly | |\n"
    "  | at least 25 -> monthly | monthly |\nasu and age under 25 -> weekly\n",
    _HEAD + "table T:\n  | age -> alo | asu |\n  | under 25 -> monthly | impossible |\n"
    "  | at least 25 -> monthly | monthly |\n",
)
MISSING_FILE = Kind(
    "missing-use",
    Text("fehlende Datei", "missing file"),
    Severity.ERROR,
    Text("`{path}` lässt sich nicht lesen", "`{path}` cannot be read"),
    Text(
        "Der Pfad zählt ab dem Ordner dieser Datei.",
        "The path is relative to the folder of this file.",
    ),
    _HEAD + 'use "fehlt.kpol"\n' + _TAIL,
    _HEAD + _TAIL,
)
USE_CYCLE = Kind(
    "use-cycle",
    Text("Dateien im Kreis", "files in a circle"),
    Severity.ERROR,
    Text(
        "diese Dateien benutzen einander im Kreis: {circle}",
        "these files use each other in a circle: {circle}",
    ),
    Text(
        "Eine Datei, die Namen liefert, darf sie nicht von ihrem Benutzer beziehen.",
        "A file that supplies names must not draw them from its user.",
    ),
    _HEAD + 'use "policy.kpol"\n' + _TAIL,
    _HEAD + _TAIL,
)
QUANTITY_OF = Kind(
    "quantity-of",
    Text("Menge wovon", "quantity of what"),
    Severity.ERROR,
    Text(
        "`{name}` ist kein Ja/Nein-Merkmal und kein Begriff",
        "`{name}` is neither a yes-or-no attribute nor a definition",
    ),
    Text(
        "Eine Menge zählt Kontakte oder Menschen mit einer Eigenschaft.",
        "A quantity counts contacts or people with a property.",
    ),
    _HEAD + "quantity: 3 status per IFK\n" + _TAIL,
    _HEAD + "define U30 as age under 30\nquantity: 3 U30 per IFK\n" + _TAIL,
)
NO_RULES = Kind(
    "no-rules",
    Text("keine Regel", "no rule"),
    Severity.ERROR,
    Text(
        "diese Richtlinie enthält keine Regel, wie oft Kontakt zu halten ist",
        "this policy has no rule on how often to make contact",
    ),
    Text(
        "Ohne eine Regel ist niemand erfasst; das ist fast immer ein Versehen.",
        "Without a rule nobody is covered; that is almost always an oversight.",
    ),
    _HEAD + 'alo and age under 20 -> do "x"\n',
    _HEAD + _TAIL,
)
NOT_SHARED = Kind(
    "not-shared",
    Text("gilt nirgends", "holds nowhere"),
    Severity.WARNING,
    Text(
        "`{line}` gilt für keine Richtlinie: aus dieser Datei werden nur Namen verwendet",
        "`{line}` holds for no policy: only names are used from this file",
    ),
    Text(
        "`verwende` bringt Merkmale, Begriffe, Ereignisse und Kontaktarten mit, sonst nichts. Was "
        "unmöglich ist und was als Kontakt zählt, sagt jede Richtlinie selbst.",
        "`use` brings in attributes, definitions, events and kinds of contact, nothing else. What "
        "is impossible and what counts as a contact, every policy says for itself.",
    ),
    'attribute alo: yes or no\nattribute Rente: yes or no\nimpossible: alo and Rente because "x"\n',
    "attribute alo: yes or no\nattribute Rente: yes or no\n",
)
_TIMED = (
    'policy "Beispiel"\nattribute status: alo | asu\nattribute age: number 15 to 66\n'
    "event Loan\nattribute Dauer: time since Loan\n"
)
_TIMED_TAIL = (
    "before Loan -> monthly\nDauer under 6 months -> weekly\n"
    'Dauer at least 6 months -> every 2 months\nalo or age under 25 -> do "x"\n'
)
NEEDS_UNIT = Kind(
    "needs-unit",
    Text("Einheit fehlt", "unit missing"),
    Severity.ERROR,
    Text(
        "`{name}` ist eine Zeitspanne; hinter {number} fehlt die Einheit",
        "`{name}` is a span of time; the unit is missing behind {number}",
    ),
    Text(
        "Tage, Wochen und Monate sind nicht ineinander umzurechnen; es wird keine geraten.",
        "Days, weeks and months cannot be converted into each other; none is guessed.",
    ),
    _TIMED + 'Dauer under 6 -> do "y"\n' + _TIMED_TAIL,
    _TIMED + 'Dauer under 6 months -> do "y"\n' + _TIMED_TAIL,
)
NOT_A_TIME = Kind(
    "not-a-time",
    Text("keine Zeitspanne", "not a span of time"),
    Severity.ERROR,
    Text(
        "`{name}` ist keine Zeitspanne und lässt sich nicht mit einer vergleichen",
        "`{name}` is no span of time and cannot be compared with one",
    ),
    Text(
        "Nur ein Merkmal der Art „Zeit seit EREIGNIS“ zählt in Tagen, Monaten oder Jahren. Ein "
        "Alter ist eine Zahl von Jahren ohne Einheit: `Alter unter 25`.",
        "Only an attribute declared as `time since EVENT` counts days, months or years. An age is "
        "a number of years without a unit: `age under 25`.",
    ),
    _TIMED + 'age under 16 years -> do "y"\n' + _TIMED_TAIL,
    _TIMED + 'age under 16 -> do "y"\n' + _TIMED_TAIL,
)
EXACT_LENGTH = Kind(
    "exact-length",
    Text("Vergleich fehlt", "comparison missing"),
    Severity.ERROR,
    Text(
        "bei `{name}` fehlt der Vergleich: unter, über, mindestens oder höchstens",
        "`{name}` needs a comparison: under, over, at least or at most",
    ),
    Text(
        "Eine Zeitspanne ist nur an einem einzigen Tag genau so lang; das ist nie gemeint.",
        "A span of time is exactly that long on a single day; that is never meant.",
    ),
    _TIMED + 'Dauer 6 months -> do "y"\n' + _TIMED_TAIL,
    _TIMED + 'Dauer at least 6 months -> do "y"\n' + _TIMED_TAIL,
)
NEVER_REACHED = Kind(
    "never-reached",
    Text("nie erreichte Zeitspanne", "time never reached"),
    Severity.ERROR,
    Text(
        "`{name}` beginnt alle {anew} neu und erreicht {length} nie",
        "`{name}` starts anew every {anew} and never reaches {length}",
    ),
    Text(
        "Der Vergleich träfe immer oder nie zu. Ein zweites Merkmal ohne „neu alle“ zählt durch.",
        "The comparison would always or never hold. A second attribute without `anew every` "
        "counts on.",
    ),
    _TIMED.replace("since Loan", "since Loan, anew every 3 months").replace("Dauer", "Block")
    + 'attribute Dauer: time since Loan\nBlock under 1 month -> do "z"\n'
    + 'Block at least 6 months -> do "y"\n'
    + _TIMED_TAIL,
    _TIMED.replace("since Loan", "since Loan, anew every 3 months").replace("Dauer", "Block")
    + 'attribute Dauer: time since Loan\nBlock under 1 month -> do "z"\n'
    + _TIMED_TAIL,
)
NOT_ORDERED = Kind(
    "not-ordered",
    Text("Werte ohne Reihenfolge", "values without an order"),
    Severity.ERROR,
    Text("die Werte von `{name}` haben keine Reihenfolge", "the values of `{name}` have no order"),
    Text(
        "Mit `<` statt `|` zwischen den Werten haben sie eine: `gering < mittel < hoch`.",
        "With `<` instead of `|` between the values they have one: `low < medium < high`.",
    ),
    _HEAD + 'attribute wear: low | medium | high\nwear at least medium -> do "y"\n'
    'low -> do "z"\n' + _TAIL,
    _HEAD + 'attribute wear: low < medium < high\nwear at least medium -> do "y"\n'
    'low -> do "z"\n' + _TAIL,
)
NOT_ON_A_DAY = Kind(
    "not-on-a-day",
    Text("nicht an einem Tag", "not on a day"),
    Severity.ERROR,
    Text(
        "`{name}` folgt selbst aus einem Ereignis und lässt sich nicht auf ein anderes beziehen",
        "`{name}` itself follows from an event and cannot be taken on the day of another",
    ),
    Text(
        "`X bei EREIGNIS` nimmt ein angegebenes Merkmal (Alter, Status), wie es an dem Tag war.",
        "`X on EVENT` takes a given attribute (age, status) as it was on that day.",
    ),
    _TIMED + 'event Return\nDauer on Return at least 6 months -> do "y"\n' + _TIMED_TAIL,
    _TIMED + 'event Return\nage on Return at least 18 -> do "y"\n' + _TIMED_TAIL,
)

_SERIES = _HEAD + 'kinds: onsite, phone\nevent Start\nseries Calls "Anrufe": phone\n'
_CALLS = "rules Calling for Calls:\n  - alo or asu -> weekly\n"
_MAIN = "age under 25 -> monthly\nage at least 25 -> every 2 months\n"

UNKNOWN_SERIES = Kind(
    "unknown-series",
    Text("unbekannte Reihe", "unknown series"),
    Severity.ERROR,
    Text("eine Reihe `{name}` gibt es nicht", "there is no series `{name}`"),
    Text(
        "Hinter `für` steht eine Reihe, die oben mit `Reihe ...` genannt ist.",
        "Behind `for` stands a series that is declared with `series ...`.",
    ),
    _SERIES + _MAIN + _CALLS + 'asu -> do "ring" for Kalls\n',
    _SERIES + _MAIN + _CALLS + 'asu -> do "ring" for Calls\n',
)
SERIES_WITHOUT_RHYTHM = Kind(
    "series-without-rhythm",
    Text("Reihe ohne Abstand", "series without a rhythm"),
    Severity.ERROR,
    Text(
        "in der Reihe `{name}` sagt keine Zeile, wie oft",
        "no line says how often in the series `{name}`",
    ),
    Text(
        "Wer in einer Reihe vorkommt, muss darin eine Antwort bekommen. Eine Reihe ohne Abstand "
        "antwortet niemandem.",
        "Whoever is in a series must get an answer there. A series without a rhythm answers nobody.",
    ),
    _SERIES + _MAIN + 'asu -> do "ring" for Calls\n',
    _SERIES + _MAIN + _CALLS,
)
NO_MAIN_SERIES = Kind(
    "no-main-series",
    Text("Zeilen ohne Reihe", "lines without a series"),
    Severity.ERROR,
    Text(
        "diese Zeile nennt keine Reihe und hat deshalb keinen Abstand, zu dem sie gehört",
        "this line names no series, so there is no rhythm that it belongs to",
    ),
    Text(
        "Ohne `für` gehört eine Zeile zur Reihe `main`. Wo dort niemand sagt, wie oft, hängt sie in "
        "der Luft.",
        "Without `for` a line belongs to the series `main`. Where nothing says how often there, it "
        "hangs in the air.",
    ),
    _SERIES + _CALLS + 'age under 25 -> do "x"\n',
    _SERIES + _CALLS + 'age under 25 -> do "x" for Calls\n',
)
EXCEPTION_ACROSS = Kind(
    "exception-across-series",
    Text("Ausnahme über Reihen hinweg", "exception across series"),
    Severity.ERROR,
    Text(
        "`{name}` (Reihe {own}) verdrängt nichts in `{base}` (Reihe {other})",
        "`{name}` (series {own}) silences nothing in `{base}` (series {other})",
    ),
    Text(
        "Jede Reihe hat ihre eigene Antwort. Eine Ausnahme gilt nur in einer Reihe, der ihrer "
        "Blöcke oder der hinter `für`.",
        "Each series has an answer of its own. An exception holds in one series only, that of its "
        "blocks or the one behind `for`.",
    ),
    _SERIES
    + "rules Base:\n  - alo or asu -> monthly\n"
    + _CALLS
    + "exception E to Base, Calling:\n  - age under 25 -> daily\n",
    _SERIES
    + "rules Base:\n  - alo or asu -> monthly\n"
    + _CALLS
    + "exception E to Calling:\n  - age under 25 -> daily\n",
)
PREFERENCE_ACROSS = Kind(
    "preference-across-series",
    Text("Vorrang über Reihen hinweg", "preference across series"),
    Severity.ERROR,
    Text(
        "`{name}` (Reihe {own}) trifft nie auf `{other}` (Reihe {series})",
        "`{name}` (series {own}) never meets `{other}` (series {series})",
    ),
    Text(
        "Nur Abstände derselben Reihe stehen zur Wahl; verschiedene Reihen gelten nebeneinander.",
        "Only rhythms of one series are up for choice; different series hold side by side.",
    ),
    _SERIES
    + "rules Base:\n  - alo or asu -> monthly\n"
    + _CALLS
    + "of Base, Calling the strictest applies\n",
    _SERIES
    + "rules Base:\n  - alo or asu -> monthly\nrules More:\n  - age under 25 -> weekly\n"
    + _CALLS
    + "of Base, More the strictest applies\n",
)
KIND_OUTSIDE_SERIES = Kind(
    "kind-outside-series",
    Text("Kontaktart zählt nicht", "kind of contact does not count"),
    Severity.WARNING,
    Text(
        "ein Kontakt der Art `{kind}` zählt in der Reihe `{name}` nicht",
        "a contact of the kind `{kind}` does not count in the series `{name}`",
    ),
    Text(
        "Die Reihe nennt die Kontaktarten, die in ihr zählen. Wer es anders macht, bliebe fällig.",
        "The series names the kinds of contact that count in it. Whoever uses another stays due.",
    ),
    _SERIES + _MAIN + "rules Calling for Calls:\n  - alo or asu -> weekly, may use onsite\n",
    _SERIES + _MAIN + "rules Calling for Calls:\n  - alo or asu -> weekly, may use phone\n",
)
KINDS = tuple(value for value in list(globals().values()) if isinstance(value, Kind))
