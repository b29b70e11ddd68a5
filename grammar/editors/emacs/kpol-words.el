;;; kpol-words.el --- the words of kpol  -*- lexical-binding: t; coding: utf-8 -*-
;; Written by `python -m kontaktdsl.syntax.editors` from grammar/keywords.toml.
;;; Code:
(defconst kpol-words
  '((de
    (statement "Richtlinie" "Kennung" "Herausgeber" "Herausgeberin" "Stand" "gültig ab" "gültig vom" "Quelle" "gilt für" "Abstände sind" "Kalender" "arbeitsfrei sind auch" "arbeitsfrei ist auch" "Termine rücken" "verwende" "Merkmal" "Ereignis" "Begriff" "unmöglich" "Kontaktarten" "ein Kontakt ist" "Reihe" "von" "Menge" "Hinweis" "Beispiel" "es gilt immer" "hingenommen")
    (block "Regeln" "Ausnahme" "Tabelle" "beim Erstkontakt" "bei jedem Kontakt" "beim Folgekontakt" "bei Versäumnis" "bei Meldeversäumnis")
    (declaring "Merkmal" "Ereignis" "Begriff" "Reihe" "Regeln" "Ausnahme" "Tabelle")
    (outcome "aber eine Mindestvorgabe für" "auf den Arbeitstag davor" "auf den Arbeitstag danach" "am selben Tag wie" "kein Kontakt nötig" "kein Kontakt erforderlich" "aber Mindestvorgabe für" "ja oder nein" "beginnt neu mit" "gilt das Strengste" "gilt die strengste" "gilt das Mildeste" "gilt die mildeste" "genau eines von" "genau einer von" "genau eine von" "in der Regel" "nicht geregelt" "auf Widerruf" "zum Widerruf" "eine Mindestvorgabe" "eine Orientierung" "einmal je" "einmal pro" "einmal im" "einmal in" "zweimal je" "zweimal pro" "zweimal im" "zweimal in" "mal je" "mal pro" "mal im" "mal in" "auf Wunsch" "nach Bedarf" "bei Bedarf" "innerhalb von" "bis" "Widerruf" "Mindestvorgabe" "Mindestvorgaben" "Orientierung" "Zahl" "heißt" "heisst" "bedeutet" "unmöglich" "zu" "sonst" "weil" "Kontakte" "Kontakt" "je" "pro" "für" "alle" "jeden" "jede" "jedes" "täglich" "wöchentlich" "monatlich" "vierteljährlich" "halbjährlich" "jährlich" "{n}-tägig" "{n}-täglich" "{n}-wöchentlich" "{n}-monatlich" "{n}-jährlich" "ruht" "siehe" "zuerst" "binnen" "ab" "nach" "dann" "danach" "Aufgabe" "auch" "nur" "nie" "niemals")
    (comparison "unter" "über" "mindestens" "höchstens" "bis")
    (logical "und" "oder" "nicht" "kein" "keine" "in" "beliebig")
    (unit "Arbeitstag" "Arbeitstage" "Arbeitstagen" "Tag" "Tage" "Tagen" "Woche" "Wochen" "Monat" "Monate" "Monaten" "Jahr" "Jahre" "Jahren" "Kalenderwoche" "Kalendermonat" "Kalendervierteljahr" "Kalenderquartal" "Kalenderhalbjahr" "Kalenderjahr" "Quartal" "Vierteljahr" "Halbjahr"))
   (en
    (statement "policy" "id" "issuer" "issued" "valid from" "source" "applies to" "intervals are" "calendar" "days off are also" "a day off is also" "due dates roll" "use" "attribute" "event" "define" "impossible" "kinds" "a contact is" "series" "of" "quantity" "note" "example" "ensure" "accept")
    (block "rules" "exception" "table" "at first contact" "at every contact" "at follow-up contact" "when missed")
    (declaring "attribute" "event" "define" "series" "rules" "exception" "table")
    (outcome "on the same day as" "but a minimum for" "the least demanding applies" "yes or no" "the strictest applies" "exactly one of" "as a rule" "no contact required" "same day as" "not regulated" "a minimum" "a guide" "restarts on" "once per" "once a" "once in" "twice per" "twice a" "twice in" "times per" "time per" "times a" "times in" "on request" "as needed" "may use" "until" "revoked" "back" "forward" "number" "as" "impossible" "to" "otherwise" "because" "contacts" "contact" "per" "for" "every" "daily" "weekly" "monthly" "quarterly" "half-yearly" "yearly" "annually" "{n}-daily" "{n}-weekly" "{n}-monthly" "{n}-yearly" "paused" "see" "first" "within" "of" "after" "from" "then" "do" "only" "never")
    (comparison "at least" "at most" "under" "over" "to")
    (unit "working day" "working days" "calendar week" "calendar month" "calendar quarter" "calendar half-year" "calendar year" "day" "days" "week" "weeks" "month" "months" "year" "years" "quarter" "half-year")
    (logical "and" "or" "not" "in" "any")))
  "Words of the language kpol by spoken language and kind; {n} is a number.")
(provide 'kpol-words)
;;; kpol-words.el ends here
