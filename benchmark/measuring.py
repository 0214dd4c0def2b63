"""The process that measures: `python -m benchmark.measuring FILE`.

FILE is the JSON that `run.py` writes: what to measure, and where the product is. The results go to
the file that it names. The environment leads to the servers.
"""

import json
import os
import sys
import time
import traceback
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import django

from benchmark import rows
from benchmark.measures import LeftOut, Measure, named
from benchmark.plan import plan_for
from benchmark.rows import Measured, Row


def main(file: Path) -> None:
    given = json.loads(file.read_text())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "proj.settings")
    django.setup()
    from benchmark.scene import Scene

    scene = Scene(
        plan_for(given["scale"]),
        Path(given["folder"]),
        given["port"],
        given["bare_port"],
        given["programs"],
    )
    done: list[Measured] = []
    for name in given["names"]:
        done.append(measured(named(name), scene))
        rows.write(Path(given["results"]), done)


def measured(measure: Measure, scene: Any) -> Measured:
    sys.stdout.write(f"  {measure.title} ...\n")
    sys.stdout.flush()
    began = time.monotonic()
    found: list[Row] = []
    left_out, failed = "", False
    # The file uses Django's models, so it is imported after django.setup().
    steps: Iterator[Row] = import_module(f"benchmark.measures.{measure.name}").measure(scene)
    try:
        found.extend(steps)
    except LeftOut as reason:
        left_out = str(reason)
    except Exception as error:  # noqa: BLE001  the other measures go on, and the table says it
        traceback.print_exc()
        left_out, failed = f"it failed with {error!r}", True
    seconds = time.monotonic() - began
    return Measured(measure.name, measure.title, tuple(found), left_out, failed, seconds)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
