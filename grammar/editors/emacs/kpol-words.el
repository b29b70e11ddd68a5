;;; kpol-words.el --- the words of kpol  -*- lexical-binding: t; coding: utf-8 -*-
;; Written by `python -m kontaktdsl.syntax.editors` from grammar/keywords.toml.
;;; Code:
(defconst kpol-words
  '((de
    (statement "Richtlinie" "Kennung" "Herausgeber" "Herausgeberin" "Stand" "gültig ab" "gültig vom" "Quelle" "gilt für" "Abstände sind" "Kalender" "arbeitsfrei sind auch" "arbeitsfrei ist auch" "Termine rücken" "verwende" "Merkmal" "Ereignis" "Begriff" "unmöglich" "Kontaktarten" "ein Kontakt ist" "von" "Menge" "Hinweis" "Beispiel" "es gilt immer" "hingenommen")
    (block "Regeln" "Ausnahme" "Tabelle" "beim Erstkontakt" "bei jedem Kontakt" "beim Folgekontakt" "bei Versäumnis" "bei Meldeversäumnis")
    (declaring "Merkmal" "Ereignis" "Begriff" "Regeln" "Ausnahme" "Tabelle")
    (outcome "aber eine Mindestvorgabe für" "auf den Arbeitstag davor" "auf den Arbeitstag danach" "bis zum Ende der" "bis zum Ende des" "am selben Tag wie" "kein Kontakt nötig" "kein Kontakt erforderlich" "aber Mindestvorgabe für" "ja oder nein" "gilt das Strengste" "gilt die strengste" "gilt das Mildeste" "gilt die mildeste" "genau eines von" "genau einer von" "genau eine von" "in der Regel" "dem Ende der" "dem Ende des" "mal in Folge" "nicht geregelt" "auf Widerruf" "zum Widerruf" "eine Mindestvorgabe" "eine Orientierung" "einmal je" "einmal pro" "einmal im" "einmal in" "zweimal je" "zweimal pro" "zweimal im" "zweimal in" "mal je" "mal pro" "mal im" "mal in" "nach Bedarf" "bei Bedarf" "innerhalb von" "Ende der" "Ende des" "die Hälfte" "ein Drittel" "ein Viertel" "zwei Drittel" "drei Viertel" "mal hintereinander" "in Folge" "bis" "Widerruf" "Mindestvorgabe" "Mindestvorgaben" "Orientierung" "Zahl" "heißt" "heisst" "bedeutet" "unmöglich" "zu" "sonst" "weil" "Kontakte" "Kontakt" "je" "pro" "für" "alle" "jeden" "jede" "jedes" "täglich" "wöchentlich" "monatlich" "vierteljährlich" "halbjährlich" "jährlich" "{n}-tägig" "{n}-täglich" "{n}-wöchentlich" "{n}-monatlich" "{n}-jährlich" "siehe" "zuerst" "binnen" "ab" "nach" "spätestens" "vor" "von" "dann" "danach" "Aufgabe" "auch" "nur" "nie" "niemals" "davon" "hintereinander")
    (comparison "unter" "über" "mindestens" "höchstens" "bis")
    (logical "und" "oder" "nicht" "kein" "keine" "in" "beliebig")
    (unit "Arbeitstag" "Arbeitstage" "Arbeitstagen" "Tag" "Tage" "Tagen" "Woche" "Wochen" "Monat" "Monate" "Monaten" "Jahr" "Jahre" "Jahren" "Kalenderwoche" "Kalendermonat" "Kalendermonats" "Kalendervierteljahr" "Kalendervierteljahrs" "Kalenderquartal" "Kalenderquartals" "Kalenderhalbjahr" "Kalenderhalbjahrs" "Kalenderjahr" "Kalenderjahrs" "Quartal" "Vierteljahr" "Halbjahr"))
   (en
    (statement "policy" "id" "issuer" "issued" "valid from" "source" "applies to" "intervals are" "calendar" "days off are also" "a day off is also" "due dates roll" "use" "attribute" "event" "define" "impossible" "kinds" "a contact is" "of" "quantity" "note" "example" "ensure" "accept")
    (block "rules" "exception" "table" "at first contact" "at every contact" "at follow-up contact" "when missed")
    (declaring "attribute" "event" "define" "rules" "exception" "table")
    (outcome "until the end of the" "by the end of the" "on the same day as" "but a minimum for" "the least demanding applies" "until the end of" "the end of the" "yes or no" "the strictest applies" "exactly one of" "as a rule" "no contact required" "at the latest" "the end of" "same day as" "half of them" "in a row" "not regulated" "a minimum" "a guide" "once per" "once a" "once in" "twice per" "twice a" "twice in" "times per" "time per" "times a" "times in" "as needed" "may use" "of them" "a third" "one third" "a quarter" "one quarter" "two thirds" "three quarters" "until" "revoked" "back" "forward" "number" "as" "impossible" "to" "otherwise" "because" "contacts" "contact" "per" "for" "every" "daily" "weekly" "monthly" "quarterly" "half-yearly" "yearly" "annually" "{n}-daily" "{n}-weekly" "{n}-monthly" "{n}-yearly" "see" "first" "within" "of" "after" "from" "before" "then" "do" "only" "never" "half")
    (comparison "at least" "at most" "under" "over" "to")
    (unit "working day" "working days" "calendar week" "calendar month" "calendar quarter" "calendar half-year" "calendar year" "day" "days" "week" "weeks" "month" "months" "year" "years" "quarter" "half-year")
    (logical "and" "or" "not" "in" "any")))
  "Words of the language kpol by spoken language and kind; {n} is a number.")
(provide 'kpol-words)
;;; kpol-words.el ends here
