"""An interval or a deadline of no length."""

from kontaktdsl.diagnostics import Diagnostic
from kontaktdsl.source import Span
from kontaktdsl.syntax.mistakes.base import STATUS, kind

KIND = kind(
    "zero-length",
    de="Dauer null",
    en="zero length",
    headline=(
        "Ein Abstand, eine Frist oder eine Anzahl ist mindestens 1, nie 0",
        "an interval, a deadline or a number of times is at least 1, never 0",
    ),
    why=(
        "Ein Abstand von null Tagen sagt nicht, wann der nächste Kontakt fällig ist. Am selben "
        "Tag fällig ist ein Erstkontakt mit `zuerst am selben Tag wie ...`; wer keinen Kontakt "
        'braucht, bekommt `kein Kontakt nötig "..."`.',
        "An interval of zero days does not say when the next contact is due. A first contact on "
        "the day itself is `first same day as ...`; where no contact is needed, say "
        '`no contact required "..."`.',
    ),
    bad=STATUS + "rules Takt [1]:\n  - alo -> every 0 days\n  - asu -> every 2 months\n",
    good=STATUS + "rules Takt [1]:\n  - alo -> every 14 days\n  - asu -> every 2 months\n",
)


def finding(span: Span) -> Diagnostic:
    """A length of zero at `span`."""
    return KIND.at(span)
