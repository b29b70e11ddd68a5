"""Policy as code for the contact-density directives of German Jobcenters."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kontaktdsl.decision import Decision, Open
    from kontaktdsl.deviation import Deviated, Deviation
    from kontaktdsl.diagnostics import Diagnostic, Severity, Text
    from kontaktdsl.holdings import Library, NotInForce, library
    from kontaktdsl.policy import Policy
    from kontaktdsl.project import PolicyError, check, load, loads
    from kontaktdsl.refusals import FactError, ImpossibleFacts, MissingFacts, NoDecision

__version__ = "0.1.0"

_HOME = {
    "Decision": "decision",
    "Deviated": "deviation",
    "Deviation": "deviation",
    "Diagnostic": "diagnostics",
    "FactError": "refusals",
    "ImpossibleFacts": "refusals",
    "Library": "holdings",
    "MissingFacts": "refusals",
    "NoDecision": "refusals",
    "NotInForce": "holdings",
    "Open": "decision",
    "Policy": "policy",
    "PolicyError": "project",
    "Severity": "diagnostics",
    "Text": "diagnostics",
    "check": "project",
    "library": "holdings",
    "load": "project",
    "loads": "project",
}

__all__ = [
    "Decision",
    "Deviated",
    "Deviation",
    "Diagnostic",
    "FactError",
    "ImpossibleFacts",
    "Library",
    "MissingFacts",
    "NoDecision",
    "NotInForce",
    "Open",
    "Policy",
    "PolicyError",
    "Severity",
    "Text",
    "__version__",
    "check",
    "library",
    "load",
    "loads",
]


def __getattr__(name: str) -> object:
    """Bring a public name when it is first asked for: the command starts without most of them."""
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return __all__
