"""The shape of JUnit XML that Jenkins, GitLab and GitHub agree on."""

import re
from xml.etree import ElementTree as Xml

COUNTS = {"tests", "failures", "errors", "skipped", "disabled", "assertions"}
ATTRIBUTES = {
    "testsuites": {"name", "time", "tests", "failures", "errors", "disabled", "assertions"},
    "testsuite": {
        "name", "tests", "failures", "errors", "time", "skipped", "timestamp", "hostname",
        "id", "package", "file", "disabled", "assertions", "version", "group", "log", "url",
    },
    "testcase": {
        "name", "classname", "time", "status", "assertions", "file", "line", "group", "class",
    },
    "failure": {"message", "type"},
    "error": {"message", "type"},
    "skipped": {"message", "type"},
}  # fmt: skip
REQUIRED = {
    "testsuites": set(),
    "testsuite": {"name", "tests"},
    "testcase": {"name", "classname"},
    "failure": {"message", "type"},
    "error": {"message", "type"},
}
CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"testcase", "properties", "system-out", "system-err"},
    "testcase": {"failure", "error", "skipped", "system-out", "system-err"},
}


def well_shaped(text: str) -> Xml.Element:
    """The document, if it has the shape and its counts are true."""
    root = Xml.fromstring(text)
    assert root.tag == "testsuites"
    for element in root.iter():
        assert element.tag in ATTRIBUTES
        assert set(element.attrib) <= ATTRIBUTES[element.tag], element.attrib
        assert REQUIRED.get(element.tag, set()) <= set(element.attrib)
        assert {child.tag for child in element} <= CHILDREN.get(element.tag, set())
        for name, value in element.attrib.items():
            if name in COUNTS | {"line"}:
                assert re.fullmatch(r"\d+", value)
            if name == "time":
                assert re.fullmatch(r"\d+(\.\d+)?", value)
        if element.tag in ("testsuites", "testsuite"):
            cases = list(element.iter("testcase"))
            assert int(element.attrib["tests"]) == len(cases)
            for kind in ("failure", "error"):
                assert int(element.attrib[f"{kind}s"]) == len(list(element.iter(kind)))
        if "skipped" in element.attrib:
            assert int(element.attrib["skipped"]) == len(list(element.iter("skipped")))
    return root
