"""The unchanged ops/nginx.conf in a real nginx, in front of the real web server."""

import json
import os
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPSConnection
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from launch.paths import ROOT
from launch.ports import LOOPBACK, free_port
from launch.supervisor import Service
from launch.unprivileged import identity
from tests.process import Process, environment
from tests.server.conftest import Web
from tests.server.slow import slow_clients
from tests.server.visitor import Answered, Visitor, get

pytestmark = pytest.mark.servers

NAME = "rollups.example.com"
LIMIT = 30  # requests a minute

_MAIN = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/rollups.conf;
}}
"""


@dataclass
class Proxied:
    """nginx at `port` (HTTPS) and `plain_port`, in front of the web server."""

    port: int
    plain_port: int
    web: Web
    tls: ssl.SSLContext

    def get(self, address: str, headers: dict[str, str] | None = None, **more: Any) -> Answered:
        return get(self.port, address, {"Host": NAME, **(headers or {})}, tls=self.tls, **more)


@pytest.fixture(scope="module")
def nginx_program() -> str:
    found = shutil.which("nginx", path=os.pathsep.join([os.environ["PATH"], "/usr/sbin"]))
    if found is None:
        message = "nginx is missing. Install it (Debian: apt-get install nginx-light)."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(scope="module")
def proxied(
    nginx_program: str, migrated_database: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxied]:
    logs, folder = tmp_path_factory.mktemp("logs"), tmp_path_factory.mktemp("nginx")
    certificate(folder)
    env = {"ALLOWED_HOSTS": f"{NAME},{LOOPBACK}", "RATE_LIMIT_PER_MINUTE": str(LIMIT)}
    tls = ssl.create_default_context(cafile=folder / "rollups.pem")
    tls.check_hostname = False  # the test connects to an address; the request names the host
    proxied = Proxied(free_port(), free_port(), Web(logs, {**environment(), **env}), tls)
    nginx = Process(service(nginx_program, folder, proxied), logs / "nginx.log")
    proxied.web.start()
    try:
        nginx.start()
        yield proxied
    finally:
        nginx.stop()
        proxied.web.stop()


def certificate(folder: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}",
         "-keyout", folder / "rollups.key", "-out", folder / "rollups.pem"],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip


def service(program: str, folder: Path, proxied: Proxied) -> Service:
    run_as = identity(Path("/usr/bin/env"), folder)  # nginx has no option --version
    (folder / "nginx.conf").write_text(_MAIN.format(folder=folder))
    (folder / "rollups.conf").write_text(configured(folder, proxied))
    for path in (folder, *folder.iterdir()):
        run_as.give(path)
    return Service(
        name="nginx",
        argv=[program, "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"],
        become=run_as.prefix,
        ready=lambda: is_there(proxied),
    )


def configured(folder: Path, proxied: Proxied) -> str:
    """The example with the test's ports and paths."""
    text = (ROOT / "ops" / "nginx.conf").read_text()
    for written, ours in {
        "listen 80;": f"listen {LOOPBACK}:{proxied.plain_port};",
        "listen 443 ssl;": f"listen {LOOPBACK}:{proxied.port} ssl;",
        "127.0.0.1:8000;": f"{LOOPBACK}:{proxied.web.port};",
        "/etc/ssl/certs/": f"{folder}/",
        "/etc/ssl/private/": f"{folder}/",
    }.items():
        assert text.count(written) == 1
        text = text.replace(written, ours)
    return text


def is_there(proxied: Proxied) -> bool:
    try:
        return proxied.get("/livez").status == 200
    except OSError:
        return False


def test_the_page_and_answers_come_through(proxied: Proxied, visitor: Visitor) -> None:
    page = proxied.get("/")
    answer = proxied.get(visitor.address, visitor.headers)

    assert (page.status, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert page.headers["Strict-Transport-Security"]
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    assert json.loads(answer.body)


def test_somebody_logs_in_by_https(proxied: Proxied, superuser: User) -> None:
    """Django compares the page's origin with the request's scheme and host."""
    cookie = str(proxied.get("/").headers["Set-Cookie"]).partition(";")[0]
    headers = {
        "Host": NAME,
        "Origin": f"https://{NAME}",
        "Cookie": cookie,
        "X-CSRFToken": cookie.partition("=")[2],
        "Content-Type": "application/json",
    }
    body = json.dumps({"username": "ada", "password": "correct horse battery staple"})
    connection = HTTPSConnection(LOOPBACK, proxied.port, timeout=30, context=proxied.tls)
    try:
        connection.request("POST", "/v1/session", body, headers)
        answer = connection.getresponse()
        assert (answer.status, json.loads(answer.read())["username"]) == (200, "ada")
    finally:
        connection.close()


def test_who_comes_without_tls_is_sent_to_it(proxied: Proxied) -> None:
    answer = get(proxied.plain_port, "/conferences?x=1", {"Host": NAME})

    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/conferences?x=1")


def test_the_rate_limit_counts_the_clients_address(proxied: Proxied, database: None) -> None:
    def status(source: str, headers: dict[str, str] | None = None) -> int:
        return proxied.get("/v1/apps", headers, source=source).status

    statuses = [status("127.0.0.2") for _ in range(LIMIT + 1)]
    forged = status("127.0.0.2", {"X-Forwarded-For": "203.0.113.9"})

    assert set(statuses[:-1]) == {401}
    assert (statuses[-1], forged, status("127.0.0.3")) == (429, 429, 401)


@pytest.mark.parametrize(
    "address", ["/metrics", "//metrics", "/./metrics", "/x/../metrics", "/%6detrics"]
)
def test_metrics_are_closed(proxied: Proxied, address: str) -> None:
    answer = proxied.get(address)

    assert (answer.status, b"rollups_" in answer.body) == (404, False)


def test_an_address_of_16_kb_passes_and_a_longer_one_is_refused_as_json(proxied: Proxied) -> None:
    around = len("GET /livez? HTTP/1.1")
    longest = "/livez?" + "x" * (16 * 1024 - around)

    assert proxied.get(longest).status == 200
    for longer in (longest + "x", longest * 2):
        answer = proxied.get(longer)
        assert (answer.status, answer.headers["Content-Type"]) == (414, "application/problem+json")
        problem = json.loads(answer.body)
        assert (problem["error_code"], problem["status"]) == ("request_line_too_long", 414)


def test_headers_that_are_too_large_are_refused_as_json(proxied: Proxied) -> None:
    answer = proxied.get("/livez", {"X-Long": "x" * 30_000})

    assert (answer.status, answer.headers["Content-Type"]) == (431, "application/problem+json")
    assert json.loads(answer.body)["error_code"] == "headers_too_large"


def test_hundreds_of_half_sent_requests_are_nginx_s_alone(
    proxied: Proxied, visitor: Visitor
) -> None:
    proxied.get(visitor.address, visitor.headers)
    with slow_clients(proxied.port, "half a head", tls=proxied.tls) as slow:
        for _ in range(20):
            answer = proxied.get(visitor.address, visitor.headers, patience=8)
            assert (answer.status, answer.headers["X-Cache"]) == (200, "hit")
        assert slow.all_held()


def test_without_the_web_server_the_error_is_json(proxied: Proxied) -> None:
    proxied.web.stop()

    answer = proxied.get("/v1/apps")

    assert (answer.status, answer.headers["Content-Type"]) == (502, "application/problem+json")
    assert json.loads(answer.body)["error_code"] == "web_server_unavailable"
    proxied.web.start()
