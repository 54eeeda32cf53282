"""A real Firefox, driven over Marionette (JSON on a plain socket, so that no driver has to be installed).

Chromium takes push messages from its maker's servers alone. Firefox asks the service that its settings name.
"""

import json
import shutil
import socket
import subprocess
import time
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

_PATIENCE = 30.0
_SETTINGS: dict[str, Any] = {
    "alerts.useSystemBackend": False,  # draws notifications itself: here is no desktop that could
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.push.connection.enabled": True,
    "dom.push.retryBaseInterval": 100,
    "dom.push.testing.allowInsecureServerURL": True,
    "intl.accept_languages": "de",
    "marionette.port": 0,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.type": 0,
    "services.settings.server": "data:,nothing",
    "toolkit.telemetry.enabled": False,
}


def firefox() -> str | None:
    return shutil.which("firefox-esr") or shutil.which("firefox")


class Failed(Exception):
    """What Firefox says it could not do."""


class Firefox:
    """One browser with one window."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
        self._stream = self._socket.makefile("rb")
        self._number = 0
        self._read()  # it says who it is
        self._send("WebDriver:NewSession", capabilities={"alwaysMatch": {"pageLoadStrategy": "normal"}})

    def goto(self, url: str) -> None:
        self._send("WebDriver:Navigate", url=url)

    @property
    def url(self) -> str:
        return str(self._send("WebDriver:GetCurrentURL")["value"])

    def press(self, name: str) -> None:
        """A real click on the button, link or label that says exactly this; the first one that is shown."""
        words = f'normalize-space(.)="{name}"'
        self._click(f"//button[{words}] | //a[{words}] | //label[{words}] | //summary[{words}]")

    def text(self) -> str:
        """Of the page, as far as it is shown."""
        return str(self.run("return document.body?.innerText ?? ''"))

    def wait_for(self, words: str) -> None:
        """Until the page shows them, or the next one."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            with suppress(Failed):  # a page that is just left
                if words in self.text():
                    return
            time.sleep(0.05)
        raise Failed(f"{self.url} doesn't show “{words}”")

    def run(self, script: str, *arguments: Any) -> Any:
        """The body of a function in the page; a promise is waited for."""
        return self._send("WebDriver:ExecuteScript", script=script, args=arguments)["value"]

    def run_inside(self, script: str, *arguments: Any) -> Any:
        """The same in the browser itself, with all its rights."""
        self._send("Marionette:SetContext", value="chrome")
        try:
            return self.run(script, *arguments)
        finally:
            self._send("Marionette:SetContext", value="content")

    def other_tabs(self) -> list[str]:
        """The addresses of the tabs that pages opened, once they lead anywhere."""
        found = self.run_inside("return gBrowser.browsers.slice(1).map((one) => one.currentURI.spec)")
        return [url for url in found if url != "about:blank"]

    def press_notification(self) -> None:
        """The one that is shown, as Firefox draws it."""
        found = 'const box = Services.wm.getMostRecentWindow("alert:alert")?.document.getElementById("alertBox");'
        if not self.run_inside(f"{found} box?.click(); return Boolean(box)"):
            raise Failed("no notification is shown")

    def screenshot(self, path: Path) -> None:
        path.write_bytes(b64decode(self._send("WebDriver:TakeScreenshot", full=False)["value"]))

    def quit(self) -> None:
        self._send("Marionette:Quit", flags=["eForceQuit"])

    def close(self) -> None:
        self._stream.close()
        self._socket.close()

    def _click(self, xpath: str) -> None:
        found = self._send("WebDriver:FindElements", using="xpath", value=xpath)
        for element in found:
            (name,) = element.values()
            if self._send("WebDriver:IsElementDisplayed", id=name)["value"]:
                self._send("WebDriver:ElementClick", id=name)
                return
        raise Failed(f"there is no {xpath}")

    def _send(self, command: str, **parameters: Any) -> Any:
        self._number += 1
        message = json.dumps([0, self._number, command, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _kind, number, problem, result = self._read()
        assert number == self._number
        if problem:
            raise Failed(f"{command}: {problem['error']}: {problem['message']}")
        return result

    def _read(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            letter = self._stream.read(1)
            if not letter:
                raise Failed("Firefox ended")
            length += letter
        return json.loads(self._stream.read(int(length[:-1])))


@contextmanager
def running(program: str, profile: Path, settings: Mapping[str, Any]) -> Iterator[Firefox]:
    """A Firefox with an empty profile there, and with these settings (as about:config names them)."""
    profile.mkdir(parents=True)
    lines = {**_SETTINGS, **settings}
    text = "".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in lines.items())
    (profile / "user.js").write_text(text)
    command = [
        program,
        "--headless",
        "--marionette",
        "--remote-allow-system-access",
        "--no-remote",
        "--profile",
        str(profile),
        "about:blank",
    ]
    with (profile.parent / "firefox.log").open("wb") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, env={"HOME": str(profile), "PATH": "/usr/bin:/bin"}
        )
    try:
        with closing(Firefox(_port(profile / "MarionetteActivePort", process))) as browser:
            yield browser
            browser.quit()
            process.wait(_PATIENCE)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _port(file: Path, process: subprocess.Popen[bytes]) -> int:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        if file.exists() and (text := file.read_text()):
            return int(text)
        time.sleep(0.05)
    raise Failed("Firefox doesn't start")
