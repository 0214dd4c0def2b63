"""For views whose every answer is computed: no more at once than misses of the cache may be."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpResponseBase
from rest_framework.request import Request
from rest_framework.views import APIView

from rollups.cache.misses import computing

Get = TypeVar("Get", bound=Callable[..., HttpResponseBase])


def computed(get: Get) -> Get:
    """Decorates the `get` of a view; TooBusy is raised if too much is being computed."""

    @wraps(get)
    def limited(view: APIView, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with computing(request.user.pk):
            return get(view, request, *args, **kwargs)

    return cast("Get", limited)
