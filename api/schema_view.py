"""GET /v1/schema: the file openapi.yaml beside this one.

The schema is the same for everybody, and generating it takes a third of a second. So the file is
committed. A test compares it with what `manage.py spectacular` generates.
"""

from functools import cache
from hashlib import blake2b
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

_FILE = Path(__file__).parent / "openapi.yaml"
_YAML = "application/vnd.oai.openapi; charset=utf-8"


@cache
def _document() -> bytes:
    return _FILE.read_bytes()


@cache
def _etag() -> str:
    return f'"{blake2b(_document(), digest_size=16).hexdigest()}"'


@require_safe
@cache_control(no_cache=True)
@condition(etag_func=lambda request: _etag())
def schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_document(), content_type=_YAML)
