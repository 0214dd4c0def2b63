"""Node.js: the machine's own, or that of a wheel."""

import os
import re
import shutil
import subprocess

from launch.paths import BIN, PYTHON, ROOT
from launch.supervisor import Supervisor

_OLDEST = (20, 19)  # Vite's and ESLint's
_LOCK = ROOT / "requirements" / "node.txt"
_PIP_INSTALL = (
    *(PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"),
    *("--root-user-action=ignore", "--require-hashes"),
)
_INSTALLED = BIN.parent / "installed-node"


async def with_node(supervisor: Supervisor) -> dict[str, str]:
    """The environment in which `node` and `npm` are found, which are installed where absent.

    .venv comes first on PATH: its node is there only where the machine's was missing or too old.
    """
    if not _good_node(os.environ.get("PATH", os.defpath)) and not _wheel_installed():
        supervisor.printer.say("Installing Node.js (once) ...")
        await supervisor.step(
            "Installing Node.js",
            [*_PIP_INSTALL, "-r", str(_LOCK)],
        )
        shutil.copyfile(_LOCK, _INSTALLED)
    return {
        # Behind a company's proxy the machine's own certificates count, as they do for pip.
        "NODE_USE_SYSTEM_CA": "1",
        **os.environ,
        "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
    }


def _wheel_installed() -> bool:
    return _INSTALLED.exists() and _INSTALLED.read_bytes() == _LOCK.read_bytes()


def _good_node(path: str) -> bool:
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if not node or not npm:
        return False
    version = subprocess.run([node, "--version"], check=False, capture_output=True, text=True)
    found = re.match(r"v(\d+)\.(\d+)\.", version.stdout)
    return found is not None and (int(found[1]), int(found[2])) >= _OLDEST
