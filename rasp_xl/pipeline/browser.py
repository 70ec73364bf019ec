"""A browser found on the machine prints the page as a PDF. It runs apart from the user's own, without a network, and not for ever."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from rasp_xl.model.findings import RaspError

NAMED = "RASP_XL_BROWSER"
"""A variable that says which browser is to print."""

COMMANDS = (
    "google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "microsoft-edge", "microsoft-edge-stable",
    "chrome", "msedge",
)  # fmt: skip
ON_WINDOWS = (
    "Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe", "Chromium/Application/chrome.exe",
)  # fmt: skip
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
ON_MACOS = tuple(
    f"{where}/{name}.app/Contents/MacOS/{name}"
    for where in ("/Applications", "~/Applications")
    for name in ("Google Chrome", "Chromium", "Microsoft Edge")
)
ON_LINUX = (
    "/opt/google/chrome/chrome",
    "/opt/microsoft/msedge/msedge",
    "/usr/lib/chromium/chromium",
    "/snap/bin/chromium",
)

WAIT_SECONDS = 180
"""A page of 300 councils takes some seconds."""

FLAGS = (
    "--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-quic", "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer", "--generate-pdf-document-outline",
)  # fmt: skip
OTHERWISE = "All else is written. Open summary.html in a browser and print it from there."
DATE = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}([^)]*\))")
NO_DAY = b"20000101000000"
"""What stands for the moment of printing, so that the same page gives the same bytes from the same browser."""


def printed(page: bytes, wait: float = WAIT_SECONDS) -> bytes:
    """The page as a PDF; a RaspError says why there is none. wait is in seconds."""
    browser = find_browser(os.environ)
    with tempfile.TemporaryDirectory(prefix="rasp-xl-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        file, pdf = folder / "summary.html", folder / "summary.pdf"
        file.write_bytes(page)
        apart = (f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={pdf}", file.as_uri())
        said = _run([browser, *FLAGS, *_root_flags(), *apart], wait)
        data = pdf.read_bytes() if pdf.is_file() else b""
    if not data.startswith(b"%PDF-") or not data.rstrip().endswith(b"%%EOF"):
        raise RaspError(f"{browser} did not print the page{said}. {OTHERWISE}")
    return DATE.sub(rb"\g<1>" + NO_DAY + rb"\g<2>", data)


def find_browser(environment: Mapping[str, str]) -> str:
    """The program that is to print: the one that is named, else the first that is found; a RaspError where there is none."""
    if named := environment.get(NAMED, ""):
        if found := shutil.which(named):
            return found
        raise RaspError(f"{NAMED} names {named}, which is no program on this machine. Mend or clear it. {OTHERWISE}")
    found = next((one for one in _likely(environment) if one), "")
    if not found:
        raise RaspError(
            "The page was not printed: there is no Chromium, Chrome or Edge on this machine where they usually are. Install one, "
            f"or name it in {NAMED}. {OTHERWISE}"
        )
    return found


def _likely(environment: Mapping[str, str]) -> Iterator[str | None]:
    path = environment.get("PATH", "")
    yield from (shutil.which(name, path=path) for name in COMMANDS)
    folders = [environment[name] for name in WINDOWS_FOLDERS if environment.get(name)]
    places = [*(Path(folder) / place for folder in folders for place in ON_WINDOWS), *map(Path, (*ON_MACOS, *ON_LINUX))]
    for place in places:
        with suppress(RuntimeError):  # a user without a home
            yield shutil.which(str(place.expanduser()))


def _root_flags() -> tuple[str, ...]:
    """Chromium's sandbox cannot be had by root, as in a container; anybody else keeps it."""
    return ("--no-sandbox",) if sys.platform != "win32" and os.geteuid() == 0 else ()


def _run(command: list[str], wait: float) -> str:
    """Run the browser to its end; gives what to add to a sentence on its failure, empty where it ended well."""
    quiet = subprocess.DEVNULL
    try:
        # The helpers of a browser are in its group, and end with it.
        child = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)  # noqa: S603
    except OSError as error:
        return f" ({error.strerror or error})"
    try:
        status = child.wait(wait)
    except subprocess.TimeoutExpired:
        return f" within {wait:g} s"
    finally:
        _end(child)
    return f" (exit status {status})" if status else ""


def _end(child: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        child.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    child.wait()
