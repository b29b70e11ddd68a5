"""Why the system refuses a file, in words for people."""

import errno

from kontaktdsl.diagnostics import Text

_WHY = {
    errno.ENOENT: Text("es gibt sie nicht", "it does not exist"),
    errno.ENOTDIR: Text("es gibt sie nicht", "it does not exist"),
    errno.EISDIR: Text("das ist ein Ordner", "it is a folder"),
    errno.EACCES: Text("die Berechtigung fehlt", "permission is missing"),
    errno.EPERM: Text("die Berechtigung fehlt", "permission is missing"),
}


def why(error: Exception) -> Text:
    """The reason for which a file could not be read."""
    if isinstance(error, UnicodeDecodeError):
        return Text("der Text ist nicht in UTF-8", "the text is not in UTF-8")
    known = _WHY.get(getattr(error, "errno", None) or 0)
    if known is not None:
        return known
    system = getattr(error, "strerror", None) or type(error).__name__
    return Text(f"das System meldet „{system}“", f"the system says “{system}”")
