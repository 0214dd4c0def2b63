"""A bare Django view: the peer of a warm answer. Run as `gunicorn benchmark.bare`.

It sends the same bytes and headers as the product's answer, from memory. It has no middleware. The
file that BENCH_ANSWER names holds them: {"headers": {name: value}, "body": base64}.
"""

import json
import os
from base64 import b64decode
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    MIDDLEWARE=[],
    ROOT_URLCONF=__name__,
    SECRET_KEY=os.environ["SECRET_KEY"],
)


@cache
def _answer() -> tuple[bytes, dict[str, str]]:
    stored = json.loads(Path(os.environ["BENCH_ANSWER"]).read_text())
    return b64decode(stored["body"]), stored["headers"]


def dashboard(request: HttpRequest) -> HttpResponse:
    body, headers = _answer()
    return HttpResponse(body, headers=headers)


def ready(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("", ready), path("v1/dashboard", dashboard)]
application = get_wsgi_application()
