"""Chromium, for the browser tests."""

import os
import shutil
import subprocess

from launch.supervisor import StepError, Supervisor

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_INSTALL = (
    "apt-get -qq update && DEBIAN_FRONTEND=noninteractive "
    "apt-get -qq -o DPkg::Lock::Timeout=120 install -y --no-install-recommends chromium"
)


async def find_chromium(supervisor: Supervisor) -> str | None:
    """The browser's path; installed with apt where that can be done without asking anybody."""
    found = os.environ.get("CHROMIUM") or _on_path()
    if found:
        return found
    elevate = _elevation()
    if shutil.which("apt-get") and elevate is not None:
        supervisor.printer.say("Installing Chromium (once) ...")
        try:
            await supervisor.step("apt-get", [*elevate, "sh", "-c", _INSTALL])
        except StepError as error:
            supervisor.printer.say(str(error))
    return _on_path()


def _on_path() -> str | None:
    return next((path for path in map(shutil.which, _NAMES) if path), None)


def _elevation() -> list[str] | None:
    """What makes us root; None if nothing does without a password."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], check=False, capture_output=True).returncode:
        return None
    return [sudo, "-n"] if sudo else None
