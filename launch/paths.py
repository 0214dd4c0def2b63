"""Where things are."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
# Not resolved: the link in .venv leads to an interpreter that knows nothing of .venv.
BIN = Path(sys.executable).parent
PYTHON = str(BIN / "python")
