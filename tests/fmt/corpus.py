"""Real policies and the sample with everything in it, damaged as people and word processors do."""

import random
import re
import unicodedata
from pathlib import Path

from tests.syntax.samples import FULL

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted([*ROOT.glob("policies/*.kpol"), *ROOT.glob("examples/**/*.kpol")])
TEXTS = [*(path.read_text("utf-8") for path in FILES), *FULL.values()]
SIGNS = (
    "->", "and", "oder", "not", "(", ")", "[", "]", '"', "„", "“", "#", "|", ",", ":", "- ", "\n",
    "\u00a0", "\u00ad", "\u200b", "\u0308", "é", "14-tägig", "alle 2 Wochen", "every 3 months",
)  # fmt: skip


def pasted(text: str, rng: random.Random) -> str:
    """What Word and PDF make of a text: it says the same."""
    for old, new, share in (
        (" -> ", " → ", 0.3), ("\n  - ", "\n  • ", 0.3), ("\n  - ", "\n\u00a0\u00a0– ", 0.2),
        (" and ", "\u00a0and\u00a0", 0.3), (" und ", "\u2009und\u202f", 0.3),
        ("14-tägig", "14\u2011tägig", 0.5), ("6-monatlich", "6 – monatlich", 0.5),
    ):  # fmt: skip
        parts = text.split(old)
        text = parts[0] + "".join((new if rng.random() < share else old) + p for p in parts[1:])
    if rng.random() < 0.4:
        text = re.sub(
            r'"([^"„“”\n]*)"', lambda m: f"„{m[1]}“" if rng.random() < 0.3 else m[0], text
        )
    if rng.random() < 0.4:
        lines = text.split("\n")
        for at in range(len(lines)):
            if '"' not in lines[at] and "[" not in lines[at] and "#" not in lines[at]:
                lines[at] = unicodedata.normalize("NFD", lines[at])
        text = "\n".join(lines)
    if rng.random() < 0.3:
        text = text.replace("\n", "\r\n")
    return text


def loosened(text: str, rng: random.Random) -> str:
    """Other blanks, more blank lines, other comments: the text says the same."""
    lines = []
    for line in text.split("\n"):
        kind = rng.randrange(12)
        if kind == 0:
            lines += ["", ""]
        elif kind == 1:
            lines.append(f"   # {rng.choice(['eins', 'two #', '- [', '„x'])}")
        elif kind == 2 and line and line.count('"') % 2 == 0:
            line += "\t # behind"
        elif kind == 3 and not line.lstrip().startswith("#"):
            line = re.sub(r"^ +", lambda m: m[0] * 2, line)
        lines.append(line + rng.choice(["", "", " ", "\t"]))
    return "\n".join(lines)


def damaged(text: str, rng: random.Random) -> str:
    """Words and signs deleted, doubled or inserted: some lines can no longer be read."""
    pieces = re.findall(r"\w+|\s+|.", text)
    for _ in range(rng.randint(1, 5)):
        at = rng.randrange(len(pieces))
        match rng.randrange(4):
            case 0:
                del pieces[at]
            case 1:
                pieces.insert(at, pieces[at])
            case _:
                pieces.insert(at, rng.choice(SIGNS))
    return "".join(pieces)


def corpus(count: int, *, harm: bool) -> list[str]:
    """Some texts, the same on every run."""
    found = []
    for seed in range(count):
        rng = random.Random(seed)
        text = TEXTS[seed % len(TEXTS)]
        for way in rng.sample([pasted, loosened], rng.randint(1, 2)):
            text = way(text, rng)
        found.append(damaged(text, rng) if harm else text)
    return found
