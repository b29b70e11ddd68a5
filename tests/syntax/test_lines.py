"""Comments and blank lines stay with what they belong to."""

from collections.abc import Iterator

from kontaktdsl.source import Source
from kontaktdsl.syntax import tree
from kontaktdsl.syntax.lines import lines
from kontaktdsl.syntax.parser import parse

HEAD = 'policy "P"\n'


def entries(document: tree.Document) -> Iterator[tree.Entry]:
    """Every statement, bullet and row, in the order of the text."""
    for entry in document.statements:
        yield entry
        match entry:
            case tree.Rules(rules=rules) | tree.ExceptionBlock(rules=rules) | tree.At(rules=rules):
                yield from rules
            case tree.Table(heading=heading, rows=rows):
                yield from ((heading,) if heading else ())
                yield from rows


def comments(document: tree.Document) -> list[str]:
    """Every comment of a tree, in order."""
    found = []
    for entry in entries(document):
        found += [item.text for item in entry.leading if isinstance(item, tree.Comment)]
        found += [entry.trailing.text] if entry.trailing else []
    return found + [item.text for item in document.epilogue if isinstance(item, tree.Comment)]


def test_comments_stand_above_behind_and_below() -> None:
    """Above a statement, behind it, and below the last one."""
    document = parse(
        Source("x", "# a\n\n# b\n" + HEAD + '\n\n  id p # c\n# d\nnote "# e" [# f] # g\n\n# h')
    ).document
    title, name, note = document.statements
    assert title.leading == (tree.Comment("a"), tree.Blank(), tree.Comment("b"))
    assert name.leading == (tree.Blank(),)
    assert name.trailing == tree.Comment("c")
    assert note.leading == (tree.Comment("d"),)
    assert note.trailing == tree.Comment("g")
    assert document.epilogue == (tree.Blank(), tree.Comment("h"))


def test_comments_inside_a_block_belong_to_its_lines() -> None:
    """Bullets and rows have their own comments."""
    text = HEAD + "rules A: # a\n  # b\n  - x -> monthly # c\n\n  # d\n  - y -> monthly\n# e\n"
    document = parse(Source("x", text)).document
    block = document.statements[1]
    assert isinstance(block, tree.Rules)
    first, second = block.rules
    assert block.trailing == tree.Comment("a")
    assert (first.leading, first.trailing) == ((tree.Comment("b"),), tree.Comment("c"))
    assert second.leading == (tree.Blank(), tree.Comment("d"))
    assert document.epilogue == (tree.Comment("e"),)


def test_a_continued_line_keeps_the_comments_between_its_parts() -> None:
    """Those inside move above the line, the last one stays behind it."""
    text = HEAD + 'a and # one\n # two\n\n  b -> # three\n  monthly, # four\n  do "x" # five\n'
    parsed = parse(Source("x", text))
    assert not parsed.findings
    rule = parsed.document.statements[1]
    assert [item for item in rule.leading if isinstance(item, tree.Comment)] == [
        tree.Comment(word) for word in ("one", "two", "three", "four")
    ]
    assert rule.trailing == tree.Comment("five")
    assert rule.span.text.startswith("a and")
    assert rule.span.text.endswith('do "x"')


def test_a_line_does_not_go_on_into_the_next_statement() -> None:
    """A comma too many is a finding, and the line below is still read."""
    text = HEAD + "rules A:\n  - x -> monthly,\n  - y -> monthly\nrules B:\n  - z -> weekly\n"
    parsed = parse(Source("x", text))
    assert [finding.code for finding in parsed.findings] == ["dangling"]
    assert [type(entry) for entry in parsed.document.statements[1:]] == [tree.Rules, tree.Rules]


def test_unreadable_lines_hand_their_comments_on() -> None:
    """Nothing that the author wrote for people is lost."""
    text = HEAD + "# a\nfoo: x # b\n# c\nid p # d\n# e\nbar: y # f\n"
    document = parse(Source("x", text)).document
    assert comments(document) == ["a", "b", "c", "d", "e", "f"]


def test_an_unreadable_head_still_holds_its_lines() -> None:
    """One mistake in the head of a block is one finding."""
    text = HEAD + "rules A\n  # a\n  - x -> monthly\n  - y -> montly\nid p\n"
    parsed = parse(Source("x", text))
    assert [finding.code for finding in parsed.findings] == ["missing-colon", "unknown-word"]
    assert comments(parsed.document) == ["a"]


def test_blank_lines_fold_into_one() -> None:
    """One blank line or ten, with blanks in them or not."""
    found, epilogue = lines("a\n\n \t\n\u00a0\nb\n\n\n")
    assert found[1].leading == (tree.Blank(),)
    assert epilogue == (tree.Blank(),)
