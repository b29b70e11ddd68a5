"""`kpol diff`: for whom does the answer change?"""

from __future__ import annotations

from kontaktdsl.cli.arguments import Given, Option, Verb
from kontaktdsl.cli.revisions import Place, sides, take
from kontaktdsl.cli.screen import Screen
from kontaktdsl.cli.words import Stop, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kontaktdsl import model
    from kontaktdsl.changes import Comparison, Renaming
    from kontaktdsl.changes.joint import Joint
    from kontaktdsl.changes.people import People
    from kontaktdsl.holdings import Library
    from kontaktdsl.reports.changes_words import Pair

VERB = Verb(
    "diff",
    ("ALT NEU | ORDNER --from TAG --to TAG", "OLD NEW | FOLDER --from DAY --to DAY"),
    (
        "Vergleicht zwei Fassungen nach ihrer Wirkung: für wen ändert sich die Antwort, und wie?\n"
        "Anders geschrieben und gleich gemeint ist gleichwertig; das wird bewiesen. ALT und NEU\n"
        "sind Dateien, Ordner (Richtlinien gehören nach ihrer Kennung zusammen, sonst nach dem\n"
        "Dateinamen) oder Revisionen von git: REV:PFAD, oder REV1 REV2 -- PFAD. Mit --from und\n"
        "--to sind es die Fassungen zweier Tage; eine Änderung zählt mit ihrem Text.",
        "Compares two versions by their effect: for whom does the answer change, and how?\n"
        "Written differently and meant alike is equivalent; that is proven. OLD and NEW are\n"
        "files, folders (policies belong together by their id, else by their file name) or\n"
        "revisions of git: REV:PATH, or REV1 REV2 -- PATH. With --from and --to they are the\n"
        "versions of two days in one folder; an amendment counts with the text that it amends.",
    ),
    (
        Option(
            "--format",
            ("text; markdown: für einen Kommentar; json: für Programme",
             "text; markdown: for a comment; json: for programs"),
            "",
            ("text", "markdown", "json"),
        ),
        Option("--from", ("der frühere Tag, JJJJ-MM-TT", "the earlier day, YYYY-MM-DD"), "DAY"),
        Option("--to", ("der spätere Tag", "the later day"), "DAY"),
        Option(
            "--id",
            ("mit --from und --to: nur diese Richtlinie", "with --from and --to: only this policy"),
            "ID",
        ),
        Option("--exit-code", ("Ende mit 1, wenn sich etwas ändert", "exit 1 if anything changes")),
        Option("--all", ("alle Gruppen zeigen, nicht nur drei", "show all groups, not only three")),
        Option(
            "--population",
            ("Menschen zählen: eine Tabelle mit einer Spalte je Merkmal (docs/data.md)",
             "count people: a table with a column for each attribute (docs/data.md)"),
            "FILE",
        ),
        Option(
            "--count-column",
            ("Spalte mit der Zahl der Menschen einer Zeile",
             "the column with the number of people of a row"),
            "NAME",
        ),
        Option(
            "--rename",
            ("was nur anders heißt: ALT=NEU, Merkmal:ALT=NEU, durch Komma getrennt",
             "what only has another name: OLD=NEW, attribute:OLD=NEW, with commas"),
            "NAMES",
        ),
        Option("-o --output", ("in eine Datei schreiben", "write to a file"), "FILE", writes=True),
    ),
    (
        "kpol diff alt.kpol neu.kpol",
        "kpol diff HEAD~1 HEAD -- policies --format markdown",
        "kpol diff HEAD:policies/x.kpol policies/x.kpol --population kunden.csv",
        "kpol diff policies --from 2022-05-01 --to 2022-05-02",
    ),
)  # fmt: skip


def run(given: Given, language: str) -> int:
    """Compare and show."""
    if any(given.text(key) is not None for key in ("from", "to", "id")):
        pairs = _between_days(given)
    else:
        pairs = _between_places(given)
    screen = Screen(given.text("color") or "auto", given.text("output"))
    spoken = given.text("lang") or _spoken(pairs) or language
    everything = given.flag("all")
    match given.text("format"):
        case "json":
            from kontaktdsl import __version__
            from kontaktdsl.reports.changes_json import document

            screen.write(document(pairs, spoken, __version__))
        case "markdown":
            from kontaktdsl.reports.changes_markdown import document as markdown

            screen.write(markdown(pairs, spoken, everything=everything))
        case _:
            from kontaktdsl.reports.changes import picture

            screen.draw(picture(pairs, spoken, screen.columns, everything=everything))
    return 1 if given.flag("exit_code") and any(pair.changed for pair in pairs) else 0


def _between_places(given: Given) -> list[Pair]:
    from tempfile import TemporaryDirectory

    old, new = sides(given.operands)
    with TemporaryDirectory(prefix="kpol-") as first, TemporaryDirectory(prefix="kpol-") as second:
        return _pairs(take(old, first), take(new, second), given)


def _between_days(given: Given) -> list[Pair]:
    """The policies of a folder as they hold on two days."""
    from kontaktdsl.cli.days import day_of
    from kontaktdsl.cli.shelved import open_library
    from kontaktdsl.holdings import NotInForce, Unclear
    from kontaktdsl.reports.changes_words import Pair

    if len(given.operands) != 1 or given.text("from") is None or given.text("to") is None:
        raise UsageError(
            "diff",
            "zwei Tage eines Ordners: ORDNER --from TAG --to TAG",
            "two days of a folder: FOLDER --from DAY --to DAY",
        )
    library = open_library(given.operands[0])
    days = [day_of(given, "diff", key) for key in ("from", "to")]
    name = given.text("id")
    try:
        names = [library.chain(name).name] if name else [c.name for c in library.chains]
    except NotInForce as none:
        raise Stop(none.text.de, none.text.en) from None
    found, why = [], None
    for each in names:
        sides: list[tuple[model.Policy, str] | None] = []
        for when in days:
            try:
                sides.append(_on_day(library, each, when))
            except Unclear as unclear:
                raise Stop(unclear.text.de, unclear.text.en) from None
            except NotInForce as none:
                why = none
                sides.append(None)
        (before, after), (old, new) = sides, (side and side[1] for side in sides)
        one = after or before
        if one is not None:
            if before is None or after is None:
                found.append(Pair(one[0], old, new, None))
            else:
                found += _by_series(before[0], after[0], (before[1], after[1]), given)
    if not found:
        raise Stop(why.text.de, why.text.en) if why else Stop("nichts da", "nothing there")
    return found


def _on_day(library: Library, name: str, when: date) -> tuple[model.Policy, str]:
    """The policy in force on a day and what it is called; raises Stop if it has errors."""
    version = library.version(name, when)
    checked = library.compiled(version).checked
    label = f"{version.base.id}@{when.isoformat()}"
    if checked.policy is None:
        first = next(f for f in checked.findings if f.severity.value == "error")
        place = f"{first.span.source.name}:{first.span.line}"
        raise Stop(f"{place}: {first.headline.de}", f"{place}: {first.headline.en}")
    return checked.policy, label


def _spoken(pairs: list[Pair]) -> str | None:
    """The language that all policies are written in."""
    languages = {pair.policy.language for pair in pairs}
    return languages.pop() if len(languages) == 1 else None


def _pairs(old: Place, new: Place, given: Given) -> list[Pair]:
    """Every policy of either side with its other version, or alone."""
    from kontaktdsl.reports.changes_words import Pair

    before, after = _policies(old), _policies(new)
    found = []
    for mine, other in _matched(old, before, new, after):
        if mine is None or other is None:
            one = before[mine] if mine is not None else after[other or ""]
            if one.rules:
                place = old.shown(old.files[mine]) if mine is not None else None
                target = new.shown(new.files[other]) if other is not None else None
                found.append(Pair(one, place, target, None))
        elif before[mine].rules or after[other].rules:
            places = old.shown(old.files[mine]), new.shown(new.files[other])
            found += _by_series(
                before[mine],
                after[other],
                places,
                given,
                lambda name: new.shown(old.shown(name)),
            )
    if not found:
        raise Stop(
            f"weder in {old.said} noch in {new.said} steht eine Regel",
            f"there is no rule in {old.said} or {new.said}",
        )
    return found


def _by_series(
    old: model.Policy,
    new: model.Policy,
    places: tuple[str, str],
    given: Given,
    shown: Callable[[str], str] = str,
) -> list[Pair]:
    """Two versions of a policy, one series after another."""
    from kontaktdsl.reports.changes_words import Pair

    told: set[object] = set()
    known = {one.name for one in old.series}
    theirs = {one.name for one in new.series}
    return [
        Pair(
            new,
            places[0] if one.name in known else None,
            places[1] if one.name in theirs else None,
            _once(comparison, told),
            shown,
            one.shown if len(known | theirs) > 1 else None,
        )
        for one, comparison in _compare(old, new, given).items()
    ]


def _once(comparison: Comparison | None, told: set[object]) -> Comparison | None:
    """A comparison without what is not about its series and was told of another one."""
    import attrs

    if comparison is None:
        return None
    vocabulary = tuple(entry for entry in comparison.vocabulary if entry not in told)
    beside = tuple(entry for entry in comparison.beside if entry not in told)
    told.update((*vocabulary, *beside))
    return attrs.evolve(comparison, vocabulary=vocabulary, beside=beside)


def _policies(place: Place) -> dict[str, model.Policy]:
    """The policies of a side by name; raises Stop if one of them does not load."""
    from kontaktdsl.project import PolicyError, load

    found = {}
    for name, path in place.files.items():
        try:
            found[name] = load(path).model
        except PolicyError as error:
            first = error.findings[0]
            shown = place.shown(first.span.source.name)
            line, column = first.span.line, first.span.column
            raise Stop(
                f"{shown}, Zeile {line}, Spalte {column}: {first.headline.de}\n"
                "verglichen werden nur Fassungen, die sich lesen lassen; `kpol check` zeigt alles",
                f"{shown}, line {line}, column {column}: {first.headline.en}\n"
                "only versions that can be read are compared; `kpol check` shows everything",
            ) from None
    return found


def _matched(
    old: Place, before: dict[str, model.Policy], new: Place, after: dict[str, model.Policy]
) -> list[tuple[str | None, str | None]]:
    """The names that belong together: by id, then by path, then by file name."""
    if not old.folder and not new.folder:
        return [(next(iter(before)), next(iter(after)))]
    left, right = dict(before), dict(after)
    partner: dict[str, str] = {}
    for key_of in (_id, _path, _file):
        mine, theirs = _unique(left, key_of), _unique(right, key_of)
        for key, name in mine.items():
            if key in theirs:
                partner[name] = theirs[key]
                del left[name], right[theirs[key]]
    rest: list[tuple[str | None, str | None]] = [(name, partner.get(name)) for name in before]
    return rest + [(None, name) for name in right]


def _id(name: str, policy: model.Policy) -> str:
    return policy.header.id


def _path(name: str, policy: model.Policy) -> str:
    return name


def _file(name: str, policy: model.Policy) -> str:
    return name.replace("\\", "/").rsplit("/", 1)[-1]


def _unique(policies: dict[str, model.Policy], key_of: object) -> dict[str, str]:
    """Names by key, without the keys of several."""
    found: dict[str, list[str]] = {}
    for name, policy in policies.items():
        found.setdefault(key_of(name, policy), []).append(name)  # type: ignore[operator]
    return {key: names[0] for key, names in found.items() if len(names) == 1}


def _compare(
    old: model.Policy, new: model.Policy, given: Given
) -> dict[model.Series, Comparison | None]:
    from kontaktdsl.changes import NotComparable, UnknownName, compare_each

    population, counting = given.text("population"), given.text("count_column")
    if counting is not None and population is None:
        raise UsageError(
            "diff",
            "`--count-column` gehört zu `--population`",
            "`--count-column` belongs to `--population`",
        )
    try:
        return compare_each(
            old,
            new,
            renaming=_renaming(given.text("rename")),
            people=None if population is None else _people(population, counting),
        )
    except UnknownName as unknown:
        de, en = ("bisherigen", "old") if unknown.old else ("neuen", "new")
        raise UsageError(
            "diff",
            f"`{unknown.name}` gibt es in der {de} Fassung nicht",
            f"there is no `{unknown.name}` in the {en} version",
        ) from None
    except NotComparable as undecided:
        raise Stop(undecided.text.de, undecided.text.en) from None


def _people(population: str, counting: str | None) -> Callable[[Joint], People]:
    from pathlib import Path

    from kontaktdsl.cli.tables import told

    with told():
        from kontaktdsl.data.population import read

    return lambda joint: read(Path(population), joint, counting)


def _renaming(text: str | None) -> Renaming:
    """`alt=neu, Merkmal:alt=neu` as names by names."""
    from kontaktdsl.changes import Renaming

    attributes: dict[str, str] = {}
    values: dict[tuple[str, str], str] = {}
    for entry in (text or "").split(","):
        if not entry.strip():
            continue
        before, equals, after = (part.strip() for part in entry.partition("="))
        if not (before and equals and after):
            raise UsageError(
                "diff",
                f"`{entry.strip()}` hat nicht die Form ALT=NEU",
                f"`{entry.strip()}` does not have the form OLD=NEW",
            )
        attribute, colon, value = before.partition(":")
        if colon:
            values[attribute.strip(), value.strip()] = after
        else:
            attributes[before] = after
    return Renaming(attributes, values)
