"""A finding in a few lines of plain text, for the messages that other programs show."""

from __future__ import annotations

from kontaktdsl.reports.lines import visible
from kontaktdsl.reports.terminal import SHOWN, cases
from kontaktdsl.reports.words import pick, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.reports.shape import Finding

SEVERITIES = {
    "error": ("Fehler", "error"),
    "warning": ("Warnung", "warning"),
    "hint": ("Hinweis", "hint"),
}


def headline(item: Finding, language: str) -> str:
    """What is wrong, in one line."""
    return " ".join(visible(pick(item["headline"], language)).split())


def told(item: Finding, language: str) -> list[str]:
    """The headline, who is affected, what to know and what to paste."""
    texts = [headline(item, language)]
    for region in item["regions"][:SHOWN]:
        texts.append(f"{pick(region['words'], language)} {cases(region, language)}")
        if region["aside"]:
            texts.append(say("aside", language, pick(region["aside"], language)))
        if pick(region["person"], language):
            texts.append(say("example", language, pick(region["person"], language)))
    more = len(item["regions"][SHOWN:]) + item["more_regions"]
    if more:
        texts.append(say("more-unlisted", language, more))
    others = {(other["file"], other["line"]): other["text"].strip() for other in item["others"]}
    for (file, line), text in others.items():
        texts.append(say("line", language, file, str(line)) + f": {text}")
    texts += [pick(note, language) for note in item["notes"]]
    repairs = item["repairs"]
    if repairs:
        texts.append(say("go-on-one-of" if len(repairs) > 1 else "go-on", language))
    for repair in repairs:
        note = pick(repair["note"], language)
        lines = repair["lines"].splitlines() or [""]
        lines[-1] = f"{lines[-1]}    ({note})" if note and lines[-1] else lines[-1] or note
        texts += [f"  {line}" for line in lines]
    texts.append(say("more-about", language, item["code"]))
    return [visible(text) for text in texts]
