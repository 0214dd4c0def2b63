"""Node.js: the machine's own, or that of a wheel."""

import os
import re
import shutil
import subprocess

from launch import wheels
from launch.paths import BIN
from launch.supervisor import Supervisor

_OLDEST = (20, 19)  # for Vite and ESLint


async def with_node(supervisor: Supervisor) -> dict[str, str]:
    """The environment in which `node` and `npm` are found. They are installed if absent.

    .venv comes first on PATH. It holds a node only if the machine's is absent or too old.
    """
    path = os.environ.get("PATH", os.defpath)
    if not _good_node(path):
        await wheels.install(supervisor, "node", "Node.js")
    return {
        # Makes npm trust the machine's certificates, as pip does. A company's proxy needs it.
        "NODE_USE_SYSTEM_CA": "1",
        **os.environ,
        "PATH": f"{BIN}{os.pathsep}{path}",
    }


def _good_node(path: str) -> bool:
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if not node or not npm:
        return False
    version = subprocess.run([node, "--version"], check=False, capture_output=True, text=True)
    found = re.match(r"v(\d+)\.(\d+)\.", version.stdout)
    return found is not None and (int(found[1]), int(found[2])) >= _OLDEST
