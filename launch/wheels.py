"""Packages that only some machines need. Each name has a lock file of its own in requirements/."""

import shutil
from pathlib import Path

from launch.paths import BIN, PYTHON, ROOT
from launch.supervisor import Supervisor

_PIP_INSTALL = (
    *(PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"),
    *("--root-user-action=ignore", "--require-hashes"),
)


async def install(
    supervisor: Supervisor, name: str, title: str, *options: str, folder: Path = BIN.parent
) -> None:
    """Install what `requirements/NAME.txt` pins, unless `folder` has it. `options` are pip's."""
    lock = ROOT / "requirements" / f"{name}.txt"
    installed = folder / f"installed-{name}"
    if installed.exists() and installed.read_bytes() == lock.read_bytes():
        return
    supervisor.printer.say(f"Installing {title} (once) ...")
    await supervisor.step(f"Installing {title}", [*_PIP_INSTALL, *options, "-r", str(lock)])
    shutil.copyfile(lock, installed)


async def install_apart(supervisor: Supervisor, name: str, title: str, *options: str) -> Path:
    """Install it into a folder of its own. Python never looks there: only programs are wanted."""
    folder = BIN.parent / name
    apart = ("--only-binary=:all:", "--no-deps", "--upgrade", "--target", str(folder))
    await install(supervisor, name, title, *apart, *options, folder=folder)
    return folder
