"""How much a finding weighs is for the project to say, within bounds."""

from pathlib import Path

import pytest

from kontaktdsl.catalogue import FIXED, KINDS
from kontaktdsl.cli.counting import settings
from kontaktdsl.config import Config, ConfigError, load, weigh
from kontaktdsl.project import check_text
from kontaktdsl.reports.record import record

OLD = 'policy "B"\nattribute status: alo | asu\nalo -> every 14 days\nalo -> every 2 weeks\n'


def written(folder: Path, text: str, name: str = "kpol.toml") -> str:
    (folder / name).write_text(text, "utf-8")
    return str(folder / name)


def test_weights_are_read_and_applied(tmp_path: Path) -> None:
    config = load(written(tmp_path, '[severity]\ngap = "warning"\nother-words = "off"\n'))
    made = check_text(OLD)
    records = [record("p", "en", made.policy, made.findings, made.accounting)]
    before = {f["code"]: f["severity"] for f in records[0]["findings"]}
    after = {f["code"]: f["severity"] for f in weigh(records, config)[0]["findings"]}
    assert before["gap"] == "error"
    assert before["other-words"] == "hint"
    assert after["gap"] == "warning"
    assert "other-words" not in after
    assert {
        k: v for k, v in before.items() if k not in ("gap", "other-words")
    }.items() <= after.items()


def test_the_table_of_a_project_file(tmp_path: Path) -> None:
    path = written(tmp_path, '[tool.kpol.severity]\nuncited = "warning"\n', "pyproject.toml")
    assert load(path).severity == {"uncited": "warning"}
    assert load(None).severity == {}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[severty]\ngap = "warning"\n', "`severity` is meant"),
        ('[severity]\ngapp = "warning"\n', "`gap` is meant"),
        ('[severity]\ngap = "mild"\n', "allowed are error, warning, hint, off"),
        ('[severity]\ngap = "hint"\n', "accept gap because"),
        ('[severity]\ngap = "off"\n', "only: error, warning"),
        ('[severity]\nuncited-sentence = "off"\n', "only: error, warning, hint"),
        ('[severity]\nunknown-name = "warning"\n', "only: error"),
        ("severity = 3\n", "no table"),
        ("[severity\n", "no valid TOML"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ConfigError) as refused:
        load(written(tmp_path, text))
    assert says in refused.value.words.en
    assert refused.value.words.de != refused.value.words.en


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        load(str(tmp_path))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_no_error_can_be_made_so_light_that_a_check_passes(tmp_path: Path, kind) -> None:  # type: ignore[no-untyped-def]
    for weight in ("hint", "off"):
        path = written(tmp_path, f'[severity]\n{kind.code} = "{weight}"\n')
        if (
            kind.severity.value == "error"
            or kind in FIXED
            or (kind.severity.value, weight) == ("warning", "off")
        ):
            with pytest.raises(ConfigError):
                load(path)
        else:
            assert load(path).severity == {kind.code: weight}


def test_the_nearest_file_counts_up_to_the_repository(tmp_path: Path) -> None:
    inner = tmp_path / "repo" / "policies"
    inner.mkdir(parents=True)
    written(tmp_path, "")
    assert settings(str(inner)) == str(tmp_path / "kpol.toml")
    (tmp_path / "repo" / ".git").mkdir()
    assert settings(str(inner)) is None
    written(tmp_path / "repo", "[tool.ruff]\n", "pyproject.toml")
    assert settings(str(inner)) is None
    path = written(tmp_path / "repo", "[tool.kpol.severity]\n", "pyproject.toml")
    assert settings(str(inner)) == path
    assert settings(str(inner / "missing")) == path
    written(inner, "")
    assert settings(str(inner)) == str(inner / "kpol.toml")


def test_without_settings_the_records_are_the_same() -> None:
    assert weigh([], Config()) == []
