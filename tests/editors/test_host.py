"""The extension in a real host: code-server, which is Visual Studio Code in a browser.

It comes from npm (`npm install code-server`, with the node that it asks for and a C++ compiler) and
is looked for on the PATH, as Chromium is.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.editors.conftest import ROOT, call

CODE_SERVER = shutil.which("code-server")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CODE_SERVER is None, reason="code-server is not installed"),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]

SETTINGS = {
    "security.workspace.trust.enabled": False,
    "workbench.startupEditor": "none",
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "chat.disableAIFeatures": True,
    "telemetry.telemetryLevel": "off",
    "workbench.colorTheme": "Default Light Modern",
}


def path_without_kpol() -> str:
    """The PATH, but without the folders of a kpol that is installed on this machine."""
    folders = os.environ["PATH"].split(os.pathsep)
    return os.pathsep.join(one for one in folders if not Path(one, "kpol").exists())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a policy and a `.venv` whose kpol writes down its process number."""
    made = tmp_path / "policies"
    scripts = made / ".venv" / "bin"
    scripts.mkdir(parents=True)
    shutil.copy(ROOT / "examples/as-printed/rhein-hunsrueck.kpol", made)
    kpol = scripts / "kpol"
    real = Path(sys.executable).with_name("kpol")
    kpol.write_text(
        f'#!/bin/sh\necho "$$ $*" >>"{tmp_path}/pids"\nexec "{real}" "$@"\n', encoding="utf-8"
    )
    kpol.chmod(0o755)
    return made


@pytest.fixture
def url(extension: Path, tmp_path: Path, folder: Path) -> Iterator[str]:
    """code-server with the extension, on a port of this machine."""
    run = call(["npm", "run", "package", "--", "--out", "made.vsix"], cwd=extension)
    assert run.returncode == 0, run.stdout
    assert CODE_SERVER is not None
    data = tmp_path / "data"
    (data / "User").mkdir(parents=True)
    (data / "User" / "settings.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    places = ("--user-data-dir", data, "--extensions-dir", tmp_path / "extensions")
    run = call([CODE_SERVER, *places, "--install-extension", extension / "made.vsix"], cwd=folder)
    assert "was successfully installed" in run.stdout
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    words = [CODE_SERVER, "--auth", "none", "--bind-addr", address, "--disable-telemetry"]
    server = subprocess.Popen(
        [*map(str, [*words, "--disable-update-check", *places])],
        cwd=folder,
        env=os.environ | {"XDG_CONFIG_HOME": str(tmp_path / "config"), "PATH": path_without_kpol()},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(120):
            try:
                urlopen(f"http://{address}/healthz", timeout=1).close()
                break
            except OSError:
                time.sleep(0.5)
        yield f"http://{address}"
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture
def look(
    url: str, folder: Path, tmp_path: Path, node: Callable[[str, object], dict[str, object]]
) -> Callable[[bool], dict[str, object]]:
    """What a person sees in the browser; `KPOL_SCREENSHOTS` is a folder for the pictures."""

    def seen(served: bool) -> dict[str, object]:
        given = {
            "url": url,
            "folder": str(folder),
            "file": "rhein-hunsrueck.kpol",
            "pids": str(tmp_path / "pids"),
            "shots": os.environ.get("KPOL_SCREENSHOTS") or str(tmp_path),
            "chrome": CHROMIUM,
            "served": served,
        }
        found = node("host.mjs", given)
        colours = found["colours"]
        assert isinstance(colours, dict)
        words = ("policy", '"Lokales\xa0Kontaktdichtekonzept"', "2017-08-22")
        assert len({colours[word] for word in words}) == 3
        return found

    return seen


def test_a_policy_in_visual_studio_code(look: Callable[[bool], dict[str, object]]) -> None:
    """Colours, findings, hover, a crash of the server, converted keywords, the table."""
    seen = look(True)
    assert seen["language"] == "kpol"
    assert seen["problems"] == 2
    assert "U25" in str(seen["hover"])
    assert seen["restarted"] == 1
    assert str(seen["german"]).replace("\xa0", " ") == 'Richtlinie "Lokales Kontaktdichtekonzept"'
    assert "U25" in str(seen["table"])
    assert not seen["told"]


def test_without_kpol_there_are_colours_and_a_message(
    folder: Path, look: Callable[[bool], dict[str, object]]
) -> None:
    """Whoever has only the extension learns what else to install."""
    shutil.rmtree(folder / ".venv")
    told = str(look(False)["told"])
    assert "The program kpol was not found" in told
    assert "kontaktdsl" in told
    assert "Open settings" in told
