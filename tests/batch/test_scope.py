"""Rows outside a computed scope, in tables as one by one."""

from kontaktdsl.project import loads
from tests.batch.test_engine import differences

POLICY = loads(
    'policy "Kurse"\n  applies to member and (not archive or age over 60)\n'
    "attribute member: yes or no\nattribute archive: yes or no\nattribute age: number 15 to 66\n"
    'impossible: archive and age under 18 because "kept only later"\n'
    "age under 25 -> monthly [§ 2]\nage at least 25 and not archive -> every 3 months [§ 3]\n"
    'at every contact:\n  - member -> do "greet"\n'
)


def test_every_combination_of_missing_facts() -> None:
    assert differences(POLICY, 2_000, seed=7) == []
    assert differences(POLICY, 500, seed=8, language="en") == []
