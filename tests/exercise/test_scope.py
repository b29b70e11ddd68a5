"""Generated examples and the measure of coverage know the scope."""

from kontaktdsl.exercise.generate import generate
from kontaktdsl.project import check_text

TEXT = (
    'policy "Kurse"\n  applies to member\nattribute member: yes or no\n'
    "attribute age: number 15 to 66\nage under 25 -> monthly [§ 2]\n"
    "age at least 25 -> every 3 months [§ 3]\n"
)


def test_only_people_in_scope_are_proposed() -> None:
    policy = check_text(TEXT).policy
    assert policy is not None
    made = generate(policy)
    assert made.lines
    assert all("member" in line and "not member" not in line for line in made.lines)
    longer = check_text(TEXT + made.text)
    assert longer.clean
    assert longer.policy is not None
    assert generate(longer.policy).lines == ()
