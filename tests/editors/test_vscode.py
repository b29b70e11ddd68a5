"""The extension: its manifest, its texts in two languages, its snippets, and the package made offline."""

import json
import re
import struct
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

import kontaktdsl
from kontaktdsl.source import Source
from kontaktdsl.syntax import keywords, tree
from kontaktdsl.syntax.parser import parse
from tests.editors.conftest import EXTENSION, call

MANIFEST = json.loads((EXTENSION / "package.json").read_text("utf-8"))
SOURCES = {path.name: path.read_text("utf-8") for path in EXTENSION.glob("src/*.ts")}


def read(name: str) -> dict[str, object]:
    content = json.loads((EXTENSION / name).read_text("utf-8"))
    assert isinstance(content, dict)
    return content


# --- the manifest -------------------------------------------------------------------------------


def test_the_extension_has_the_version_of_the_program() -> None:
    """Both are released together."""
    assert MANIFEST["version"] == kontaktdsl.__version__
    assert read("package-lock.json")["version"] == kontaktdsl.__version__


def test_what_the_manifest_names_is_there() -> None:
    """Every file that the manifest points to is in the folder, and the picture is a square PNG."""
    contributed = MANIFEST["contributes"]
    named = [
        *(grammar["path"] for grammar in contributed["grammars"]),
        *(snippets["path"] for snippets in contributed["snippets"]),
        *(language["configuration"] for language in contributed["languages"]),
        *(path for language in contributed["languages"] for path in language["icon"].values()),
        MANIFEST["icon"],
    ]
    assert len(named) == 8
    assert not [name for name in named if not (EXTENSION / name).is_file()]
    icon = (EXTENSION / MANIFEST["icon"]).read_bytes()
    assert icon.startswith(b"\x89PNG")
    assert struct.unpack(">II", icon[16:24]) == (128, 128)


def test_every_command_is_made_and_every_made_command_is_offered() -> None:
    """The palette offers nothing that does not work."""
    offered = {command["command"] for command in MANIFEST["contributes"]["commands"]}
    code = "".join(SOURCES.values())
    made = {f"kontaktdsl.{name}" for name in re.findall(r'\bcommand\("(\w+)"', code)}
    made |= set(re.findall(r'registerCommand\("([\w.]+)"', code))
    assert made == offered
    menus = MANIFEST["contributes"]["menus"].values()
    assert {entry["command"] for menu in menus for entry in menu} <= offered


def test_every_setting_is_read_and_every_setting_read_is_offered() -> None:
    """No setting is without effect; the trace is read by the library of the client itself."""
    offered = set(MANIFEST["contributes"]["configuration"]["properties"])
    code = "".join(SOURCES.values())
    used = set(re.findall(r'setting\("(\w+)"', code)) | {"matrix.refresh", "trace.server"}
    assert '"matrix.refresh"' in code
    assert {f"kontaktdsl.{name}" for name in used} == offered


def test_a_folder_that_is_not_trusted_starts_no_program() -> None:
    """A folder from elsewhere cannot say which program is started."""
    limits = MANIFEST["capabilities"]["untrustedWorkspaces"]
    assert limits["supported"] == "limited"
    assert "kontaktdsl.path" in limits["restrictedConfigurations"]


# --- two languages ------------------------------------------------------------------------------


def test_titles_and_settings_are_there_in_both_languages() -> None:
    """Each %key% of the manifest has an English and a German text, and there are no others."""
    used = set(re.findall(r'"%([\w.]+)%"', (EXTENSION / "package.json").read_text("utf-8")))
    english, german = read("package.nls.json"), read("package.nls.de.json")
    assert used == set(english) == set(german)
    assert not [key for key in used if english[key] == german[key]]


def test_what_the_extension_says_is_there_in_german() -> None:
    """Each text in the code has its German one, with the same places to fill in."""
    calls = re.findall(r'l10n\.t\(\s*"((?:[^"\\]|\\.)*)"', "".join(SOURCES.values()))
    german = read("l10n/bundle.l10n.de.json")
    assert set(calls) == set(german)
    for text, translated in german.items():
        assert isinstance(translated, str)
        assert sorted(re.findall(r"\{\d\}", text)) == sorted(re.findall(r"\{\d\}", translated))


# --- snippets -----------------------------------------------------------------------------------

DAY = {"CURRENT_YEAR": "2026", "CURRENT_MONTH": "11", "CURRENT_DATE": "05"}
PLACE = re.compile(r"\$\{(\d+):((?:[^{}$]|\$[A-Z_]+)*)\}|\$\{(\d+)\|([^}]*)\|\}|\$0")


def body(snippet: dict[str, str | list[str]]) -> str:
    lines = snippet["body"]
    return lines if isinstance(lines, str) else "\n".join(lines)


def written(text: str) -> str:
    """What a snippet leaves in the text when nobody fills in anything."""
    text = PLACE.sub(lambda found: found[2] or (found[4] or "").split(",")[0], text)
    for name, value in DAY.items():
        text = text.replace(f"${name}", value)
    return text


def parsed(text: str, language: str) -> tree.Document:
    title = {"de": 'Richtlinie "P"\n', "en": 'policy "P"\n'}[language]
    outcome = text.startswith(("first", "zuerst"))
    whole = text if text.startswith(("policy", "Richtlinie")) else title + "x -> " * outcome + text
    found = parse(Source("snippet.kpol", whole))
    assert not found.findings, (text, [finding.headline.de for finding in found.findings])
    assert found.document.language == language
    return found.document


@pytest.mark.parametrize("name", read("snippets/english.json"))
def test_a_snippet_can_be_read_and_says_the_same_in_both_languages(name: str) -> None:
    """What a snippet writes is a line of the language, and its German twin has the same tree."""
    bodies = {
        language: body(read(f"snippets/{file}.json")[name])  # type: ignore[arg-type]
        for language, file in (("en", "english"), ("de", "deutsch"))
    }
    english, german = (parsed(written(bodies[language]), language) for language in ("en", "de"))
    shapes = [[type(statement) for statement in one.statements] for one in (english, german)]
    assert shapes[0] == shapes[1]
    assert len(shapes[0]) > 1
    places = [sorted(set(re.findall(r"\$\{?(\d+)", text))) for text in bodies.values()]
    if name != "at first contact":  # there German inflects where English only puts in a word
        assert places[0] == places[1]


def test_every_statement_worth_a_snippet_has_one_in_both_languages() -> None:
    """The two files hold the same snippets, and their prefixes are the words of the language."""
    english, german = read("snippets/english.json"), read("snippets/deutsch.json")
    assert list(english) == list(german)
    assert len(english) >= 15
    for language, snippets in (("en", english), ("de", german)):
        known = {
            word.casefold()
            for phrases in keywords.keywords(language).phrases.values()
            for phrase in phrases
            for word in phrase.split()
        }
        for snippet in snippets.values():
            assert isinstance(snippet, dict)
            prefixes = snippet["prefix"]
            for prefix in [prefixes] if isinstance(prefixes, str) else prefixes:
                words = {word.casefold() for word in prefix.split()}
                assert words & known or prefix in ("Strengste", "strictest")


# --- typing -------------------------------------------------------------------------------------


def test_the_next_line_begins_as_its_block_wants() -> None:
    """Enter behind a head opens a bullet or a row, behind `and` it goes on, behind a bullet it repeats."""
    rules = read("language-configuration.json")["onEnterRules"]
    assert isinstance(rules, list)

    def next_line(text: str) -> tuple[str, str] | None:
        for rule in rules:
            if re.search(rule["beforeText"], text) and re.search(rule.get("afterText", ""), ""):
                action = rule["action"]
                return action["indent"], action.get("appendText", "")
        return None

    assert next_line("rules Takt [1]:") == ("indent", "- ")
    assert next_line('Ausnahme X zu Y weil "z":  # so') == ("indent", "- ")
    assert next_line("bei jedem Kontakt:") == ("indent", "- ")
    assert next_line("Tabelle Takt:") == ("indent", "| ")
    assert next_line("  - U25 and alo -> monthly [2]") == ("none", "- ")
    assert next_line("  - U25 und") == ("indent", "")
    assert next_line("  - U25 ->") == ("indent", "")
    assert next_line("  - ") == ("outdent", "")
    assert next_line("  | U25 | alo -> monthly |") == ("none", "| ")
    assert next_line('Merkmal Hund: ja oder nein "x"') is None
    assert next_line("U25 -> monthly") is None


# --- the package --------------------------------------------------------------------------------


def test_the_lockfile_names_no_registry() -> None:
    """Whoever installs uses their own registry; what is installed is fixed by its checksum."""
    lock = read("package-lock.json")
    packages = lock["packages"]
    assert isinstance(packages, dict)
    fetched = {name: about for name, about in packages.items() if name}
    assert len(fetched) > 50
    assert not [name for name, about in fetched.items() if "resolved" in about]
    assert not [name for name, about in fetched.items() if not about["integrity"].startswith("sha")]


def test_the_package_is_made_without_a_network(extension: Path) -> None:
    """Types are checked, the code is bundled with its licences, and vsce accepts the manifest."""
    nowhere = "http://127.0.0.1:9/"
    env = {"npm_config_offline": "true", "npm_config_registry": nowhere, "HTTPS_PROXY": nowhere}
    run = call(["npm", "run", "package", "--", "--out", "made.vsix"], cwd=extension, env=env)
    assert run.returncode == 0, run.stdout
    with zipfile.ZipFile(extension / "made.vsix") as archive:
        names = set(archive.namelist())
        manifest = ElementTree.fromstring(archive.read("extension.vsixmanifest"))
        code = archive.read("extension/dist/extension.js").decode()
        notices = archive.read("extension/dist/NOTICES.txt").decode()
        shipped = json.loads(archive.read("extension/package.json"))
        licence = archive.read("extension/LICENSE.txt").decode()
    assert {
        f"extension/{name}" for name in ("package.nls.de.json", "l10n/bundle.l10n.de.json")
    } <= names
    assert not [name for name in names if "node_modules" in name or name.endswith((".ts", ".map"))]
    identity = manifest.find(".//{*}Identity")
    assert identity is not None
    assert identity.get("Version") == kontaktdsl.__version__
    assert shipped["contributes"] == MANIFEST["contributes"]
    assert 'require("vscode")' in code
    assert "vscode-languageclient" in notices
    assert "Permission is hereby granted" in notices
    assert "EUROPEAN UNION PUBLIC LICENCE" in licence.upper()


def test_an_error_of_types_stops_the_package(extension: Path) -> None:
    """The check before packaging can fail."""
    wrong = extension / "src" / "wrong.ts"
    wrong.write_text('export const wrong: number = "x";\n', encoding="utf-8")
    try:
        run = call(["npm", "run", "check"], cwd=extension)
    finally:
        wrong.unlink()
    assert run.returncode != 0
    assert "wrong.ts" in run.stdout
