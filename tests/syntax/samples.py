"""A policy with everything in it, in both languages."""

FULL = {
    "en": """# a policy with everything in it
policy "Everything"
  id everything-2024
  issuer "Jobcenter"
  issued 2024-01-02
  valid from 2024-02-01 until 2025-12-31   # both days included
  source "Directive 1/2024"
  applies to "everybody"
  applies to U25 or not Intensivkunde [0] because "meant"
  intervals are a guide but a minimum for U25 or Intensivkunde
  calendar "Brandenburg"
  days off are also 24.12. and 31.12.
  due dates roll back
use "words.kpol"

# --- vocabulary ---
attribute age "Alter": number 15 to 66
attribute status: alo "arbeitslos" | asu "arbeitsuchend" | Z
attribute Intensivkunde: yes or no
event Antrag "Antragstellung"
event Ende
define U25 "unter 25" as age under 25
define Mitte as age 30 to 40 and not (status = alo or status in (asu, Z))
impossible: Z and Intensivkunde because "never seen"
kinds: persönlich "persönliche Beratung", telefonisch, Gruppe
a contact is "a talk" [1]

U25 and alo -> every 14 days [2] because "see there"
age at least 25 and age at most 27 -> at least every 2 weeks, may use Gruppe or telefonisch

rules Takt [3]:
  # inside
  - U25 -> monthly

  - age over 50 -> as a rule every 2 months, do "check" within 10 working days of Antrag
  - Mitte and
      Z -> first within 1 month of Antrag,   # inner
      then after 2 months,
      then every year, only persönlich
  - status asu -> once per calendar half-year
  - age 18 -> see "elsewhere"
  - age 19 -> see other-policy
  - age 20 -> no contact required "why"
  - age 21 -> as needed "with whom"
  - age 22 -> not regulated "why"
  - otherwise -> first same day as Antrag, quarterly, never telefonisch

exception Rand to Takt, Extra [4] because "order":
  - Intensivkunde -> daily
exception Extra to Takt:
  - age < 16 -> half-yearly
of Takt, Extra the strictest applies because "so" [5]
of Takt, Rand the least demanding applies

table Raster [6] because "matrix":
  | age          | status -> Intensivkunde | not Intensivkunde |
  | U25          | alo    -> weekly        | 2-weekly, do "x"  |
  |              | any    -> yearly        | impossible        | [7]
  | 25 to 30     | asu    -> every 3 days  |                   |
  | over 30 or 18| in (alo, Z) -> monthly  | every month       |

at first contact:
  - do "profile"
  - U25 -> do "more", may use Gruppe
at every contact [8]:
  - may use telefonisch
at follow-up contact:
  - do "ask"
when missed:
  - do "write"

quantity: 3 Intensivkunde per IFK "Fachkraft" [9]
quantity: at least 22 contacts per IFK per week
quantity: 5 contacts per IFK-TZ per calendar quarter because "half"
note "words" [10]

example "young": age 19, alo, not Intensivkunde -> every 14 days
example: age 40 and status Z -> monthly
ensure: Intensivkunde -> every 2 weeks because "promised"
ensure: exactly one of U25, age at least 25
ensure: never looser than floor [12]
in the single case: stricter, looser up to every 6 months with "lead", looser with "head" [13]
accept gap because "known"
accept name-twins for Takt, Rand because "meant" until 2026-12-31
# the end
""",
    "de": """# a policy with everything in it
Richtlinie "Everything"
  Kennung everything-2024
  Herausgeber "Jobcenter"
  Stand 02.01.2024
  gültig ab 01.02.2024 bis 31.12.2025   # both days included
  Quelle "Directive 1/2024"
  gilt für "everybody"
  gilt für U25 oder nicht Intensivkunde [0] weil "meant"
  Abstände sind Orientierung aber Mindestvorgabe für U25 oder Intensivkunde
  Kalender "Brandenburg"
  arbeitsfrei sind auch 24.12. und 31.12.
  Termine rücken auf den Arbeitstag davor
verwende "words.kpol"

# --- vocabulary ---
Merkmal age "Alter": Zahl 15 bis 66
Merkmal status: alo "arbeitslos" | asu "arbeitsuchend" | Z
Merkmal Intensivkunde: ja oder nein
Ereignis Antrag "Antragstellung"
Ereignis Ende
Begriff U25 "unter 25" heißt age unter 25
Begriff Mitte heißt age 30 bis 40 und nicht (status = alo oder status in (asu, Z))
unmöglich: Z und Intensivkunde weil "never seen"
Kontaktarten: persönlich "persönliche Beratung", telefonisch, Gruppe
ein Kontakt ist "a talk" [1]

U25 und alo -> 14-tägig [2] weil "see there"
age mindestens 25 und age höchstens 27 -> mindestens alle 2 Wochen, auch Gruppe oder telefonisch

Regeln Takt [3]:
  # inside
  - U25 -> monatlich

  - age über 50 -> in der Regel 2-monatlich, Aufgabe "check" innerhalb von 10 Arbeitstagen ab Antrag
  - Mitte und
      Z -> zuerst innerhalb von 1 Monat nach Antrag,   # inner
      dann nach 2 Monaten,
      dann jährlich, nur persönlich
  - status asu -> einmal je Kalenderhalbjahr
  - age 18 -> siehe "elsewhere"
  - age 19 -> siehe other-policy
  - age 20 -> kein Kontakt nötig "why"
  - age 21 -> nach Bedarf "with whom"
  - age 22 -> nicht geregelt "why"
  - sonst -> zuerst am selben Tag wie Antrag, vierteljährlich, nie telefonisch

Ausnahme Rand zu Takt, Extra [4] weil "order":
  - Intensivkunde -> täglich
Ausnahme Extra zu Takt:
  - age < 16 -> halbjährlich
von Takt, Extra gilt das Strengste weil "so" [5]
von Takt, Rand gilt das Mildeste

Tabelle Raster [6] weil "matrix":
  | age          | status -> Intensivkunde | kein Intensivkunde |
  | U25          | alo    -> wöchentlich   | 2-wöchentlich, Aufgabe "x" |
  |              | beliebig -> jedes Jahr  | unmöglich         | [7]
  | 25 bis 30    | asu    -> alle 3 Tage   |                   |
  | über 30 oder 18| in (alo, Z) -> monatlich | jeden Monat    |

beim Erstkontakt:
  - Aufgabe "profile"
  - U25 -> Aufgabe "more", auch Gruppe
bei jedem Kontakt [8]:
  - auch telefonisch
beim Folgekontakt:
  - Aufgabe "ask"
bei Versäumnis:
  - Aufgabe "write"

Menge: 3 Intensivkunde je IFK "Fachkraft" [9]
Menge: mindestens 22 Kontakte je IFK je Woche
Menge: 5 Kontakte je IFK-TZ pro Kalenderquartal weil "half"
Hinweis "words" [10]

Beispiel "young": age 19, alo, nicht Intensivkunde -> alle 14 Tage
Beispiel: age 40 und status Z -> monatlich
es gilt immer: Intensivkunde -> alle 2 Wochen weil "promised"
es gilt immer: genau eines von U25, age mindestens 25
es gilt immer: nie lockerer als floor [12]
im Einzelfall: strenger, lockerer bis alle 6 Monate mit "lead", lockerer mit "head" [13]
hingenommen gap weil "known"
hingenommen name-twins für Takt, Rand weil "meant" bis 31.12.2026
# the end
""",
}
