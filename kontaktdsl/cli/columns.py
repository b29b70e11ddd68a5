"""`kpol columns`: which columns a policy needs and what for, before any data is looked at."""

from __future__ import annotations

from kontaktdsl.cli import opened, tables
from kontaktdsl.cli.arguments import Given, Option, Verb
from kontaktdsl.cli.screen import Screen
from kontaktdsl.cli.shelved import DAY
from kontaktdsl.cli.words import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kontaktdsl.data.needs import Need
    from kontaktdsl.plan import Plan

VERB = Verb(
    "columns",
    ("DATEI|ORDNER [DATEN]", "FILE|FOLDER [DATA]"),
    (
        "Welche Angaben die Richtlinie über jeden Menschen braucht und wozu: nur diese Spalten\n"
        "werden gelesen. Mit DATEN: welche Spalten das sind, und welche niemand ansieht.",
        "Which facts the policy needs of every person and what for: only these columns are\n"
        "read. With DATA: which columns these are, and at which nobody looks.",
    ),
    (*tables.READING, DAY, Option("--json", ("für Programme", "for programs"))),
    ("kpol columns x.kpol", "kpol columns x.kpol kunden.csv"),
)

FORMAT = "kontaktdsl-columns"
VERSION = 1


def run(given: Given, language: str) -> int:
    """Show the statement."""
    if len(given.operands) == 2:
        data_path = tables.two(given, "columns")[1]
    elif len(given.operands) == 1:
        opened.operand(given, "columns")
        data_path = ""
    else:
        raise UsageError(
            "columns",
            "hierher gehört eine Richtlinie, und dahinter vielleicht eine Datei mit Daten",
            "a policy belongs here, and perhaps a file of data behind it",
        )
    screen = Screen(given.text("color") or "auto")
    opened.day_only_in_folder(given, "columns")
    found_policy = tables.policy_of(given, screen, "columns")
    if isinstance(found_policy, int):
        return found_policy
    policy = found_policy[0]
    spoken = given.text("lang") or policy.model.language
    plan = tables.plan_of(policy)
    with tables.told():
        from kontaktdsl.data.needs import needs

        names: tuple[str, ...] | None = None
        if data_path:
            from kontaktdsl.data.reading import open_data

            with open_data(data_path, tables.wish_of(given)) as source:
                names = source.names
        found = needs(plan, names, tables.columns_of(given))
    if given.flag("json"):
        screen.write(_document(plan, found, names, spoken))
    else:
        screen.write(_statement(plan, found, names, spoken))
    return 0


def _statement(
    plan: Plan, found: Sequence[Need], names: Sequence[str] | None, language: str
) -> str:
    from kontaktdsl.data.needs import unneeded

    german = language == "de"
    lines = [
        f"{plan.policy.header.id} braucht über jeden Menschen:"
        if german
        else f"{plan.policy.header.id} needs of every person:"
    ]
    for need in found:
        label = need.label.into(language)
        where = "" if need.column is None else f"  `{need.column}`"
        lines.append(f"  {label}{where}")
        what = need.what.into(language)
        if need.only is not None:
            what += (
                f"; nur: {need.only.into('de')}" if german else f"; only: {need.only.into('en')}"
            )
        lines.append(f"      {what}")
        if names is not None and need.column is None:
            lines.append("      keine Spalte" if german else "      no column")
    left = ", ".join(f"`{attribute.name}`" for attribute in unneeded(plan))
    if left:
        lines.append(
            f"keine Antwort hängt ab von: {left}" if german else f"no answer depends on: {left}"
        )
    if names is not None:
        used = {need.column for need in found}
        rest = ", ".join(f"`{name}`" for name in names if name not in used)
        if rest:
            lines.append(f"nicht gelesen wird: {rest}" if german else f"not read: {rest}")
    return "".join(f"{line}\n" for line in lines)


def _document(plan: Plan, found: Sequence[Need], names: Sequence[str] | None, language: str) -> str:
    import json

    from kontaktdsl.data.needs import unneeded

    used = {need.column for need in found}
    body = {
        "format": FORMAT,
        "version": VERSION,
        "language": language,
        "policy": plan.policy.header.id,
        "digest": plan.policy.digest,
        "needed": [
            {
                "role": need.role,
                "name": need.name,
                "label": need.label.into(language),
                "column": need.column,
                "what": need.what.into(language),
                "only": None if need.only is None else need.only.into(language),
            }
            for need in found
        ],
        "no_answer_depends_on": [attribute.name for attribute in unneeded(plan)],
        "not_read": None if names is None else [name for name in names if name not in used],
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"
