"""The page: its npm packages and its build. Each is made again only if its sources changed."""

import hashlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from launch.paths import WEB
from launch.supervisor import Supervisor

_LOCK = WEB / "package-lock.json"
_PACKAGES = WEB / "node_modules"
_INSTALLED = _PACKAGES / ".installed-lock.json"
_BUILD = WEB / "dist"
# Not in the build: everything there is served.
_BUILT = _PACKAGES / ".built-from"
_NOT_SOURCES = {"node_modules", "dist", "__pycache__", "coverage"}


async def install_packages(supervisor: Supervisor, env: Mapping[str, str]) -> None:
    if _INSTALLED.exists() and _INSTALLED.read_bytes() == _LOCK.read_bytes():
        return
    supervisor.printer.say("Installing the page's packages (once) ...")
    await supervisor.step("npm ci", ["npm", "ci", "--no-audit", "--no-fund"], env=env, cwd=WEB)
    shutil.copyfile(_LOCK, _INSTALLED)


async def build_page(supervisor: Supervisor, env: Mapping[str, str]) -> None:
    await install_packages(supervisor, env)
    sources = _hash_of_sources()
    if _BUILD.is_dir() and _BUILT.exists() and _BUILT.read_text() == sources:
        return
    supervisor.printer.say("Building the page ...")
    await supervisor.step("npm run build", ["npm", "run", "build"], env=env, cwd=WEB)
    _BUILT.write_text(sources)


def _hash_of_sources() -> str:
    digest = hashlib.sha256()
    for path in sorted(_sources(WEB)):
        digest.update(f"{path.relative_to(WEB)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _sources(folder: Path) -> list[Path]:
    """All files, without generated ones and without Python."""
    found: list[Path] = []
    for name, folders, files in os.walk(folder):
        folders[:] = [each for each in folders if each not in _NOT_SOURCES]
        found += [Path(name, file) for file in files if not file.endswith(".py")]
    return found
