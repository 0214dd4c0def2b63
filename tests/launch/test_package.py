"""The wheel of this project: what is in it, and that it works outside the clone."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from zipfile import ZipFile

import pytest

from launch.paths import PYTHON, ROOT

PACKAGES = ("proj", "celerybeat", "peermetrics", "rollups", "api", "simulate", "web")
OF_NODE = {"node_modules", "dist", "src", "public"}

CHECK = """
import django
from django.core.management import call_command

django.setup()
call_command("check")

from django.test import Client
from web import views

page = Client(HTTP_HOST="localhost").get("/")
print(page.status_code, views.__file__)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds the content of the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [PYTHON, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with ZipFile(wheel) as archive:
        archive.extractall(folder / "content")
    return folder / "content"


def files_of(package: str) -> Iterator[Path]:
    """The files of a package in this clone, without what the page is built from."""
    for folder, folders, files in os.walk(ROOT / package):
        folders[:] = [name for name in folders if name not in {"__pycache__", *OF_NODE}]
        if package != "web" or Path(folder) != ROOT / "web":
            yield from (Path(folder, file).relative_to(ROOT) for file in files)
        else:
            yield from (Path("web", file) for file in files if file.endswith(".py"))


def test_every_file_of_the_packages_is_in_it(installed: Path) -> None:
    expected = {file for package in PACKAGES for file in files_of(package)}
    found = {file.relative_to(installed) for file in installed.rglob("*") if file.is_file()}
    page = {file.relative_to(ROOT) for file in (ROOT / "web" / "dist").rglob("*") if file.is_file()}

    assert {".sql", ".lua", ".yaml", ".html"} <= {file.suffix for file in expected}
    assert Path("web/dist/index.html") in page
    others = {file for file in found if not file.parts[0].endswith(".dist-info")}
    assert others == expected | page | {Path("proj/gunicorn_conf.py")}


def test_it_is_checked_and_serves_the_page_outside_the_clone(
    installed: Path, tmp_path: Path
) -> None:
    env = {**os.environ, "PYTHONPATH": str(installed), "DJANGO_SETTINGS_MODULE": "proj.settings"}

    done = subprocess.run(
        [sys.executable, "-c", CHECK],
        cwd=tmp_path, env=env, check=False, capture_output=True, text=True,
    )  # fmt: skip

    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] == f"200 {installed}/web/views.py"


def imported_by(code: ast.AST) -> Iterator[str]:
    """The packages that are imported when the code runs, not only when its types are checked."""
    for node in ast.iter_child_nodes(code):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]
        elif not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            yield from imported_by(node)


def distributions_of(package: str) -> set[str]:
    """What has to be installed to import it, as PyPI spells it."""
    return {name.lower().replace("_", "-") for name in packages_distributions()[package]}


def test_it_imports_only_what_it_names_as_its_dependencies(installed: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = {re.split(r"[<>=\[]", each)[0] for each in project["dependencies"]}
    imported = {
        name
        for file in installed.rglob("*.py")
        for name in imported_by(ast.parse(file.read_text()))
    }
    foreign = imported - {*PACKAGES, *sys.stdlib_module_names}

    assert "django" in foreign
    assert {name for name in foreign if named.isdisjoint(distributions_of(name))} == set()
