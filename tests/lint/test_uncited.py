"""A line that gives a reason is an interpretation, and needs no citation."""

import pytest

from kontaktdsl.project import check_text

HEAD = 'policy "A"\nattribute status: alo | asu\nalo -> monthly [§ 1]\n'


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("asu -> weekly [§ 2]", 0),
        ('asu -> weekly because "so gelesen"', 0),
        ("asu -> weekly", 1),
        ("asu -> weekly [§ 2]\nquantity: 3 contacts per IFK", 1),
    ],
)
def test_what_counts_as_uncited(line: str, found: int) -> None:
    codes = [finding.code for finding in check_text(f"{HEAD}{line}\n").findings]
    assert codes.count("uncited") == found


def test_nothing_is_uncited_where_nothing_is_cited() -> None:
    text = HEAD.replace(" [§ 1]", "") + "asu -> weekly\n"
    assert [finding.code for finding in check_text(text).findings] == []


def test_only_lines_without_either_are_counted() -> None:
    text = HEAD + 'asu -> weekly because "so gelesen"\nasu -> do "x"\n'
    (finding,) = (f for f in check_text(text).findings if f.code == "uncited")
    assert finding.headline.en == "Without a citation: 1 of 3 lines"
    assert finding.span.line == 5
