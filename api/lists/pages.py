"""Responses with a page of rows: `results` and `count` with limit or offset, else `data`."""

from typing import Any

import orjson
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from api.lists.params import PageParams
from api.lists.rows import Row, Rows
from api.schema import header

NEXT_PAGE = header("Link", '`<address>; rel="next"`, if there are more rows than `data` holds.')


def json_response(body: Any) -> HttpResponse:
    """The body as JSON, for this caller alone. Its rows are those of `rows.Rows.read`."""
    content = orjson.dumps(body, option=orjson.OPT_UTC_Z)
    response = HttpResponse(content, content_type="application/json")
    response["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ["Authorization", "Cookie"])
    return response


def page_response(
    request: Request, params: PageParams, page: list[Row], count: int
) -> HttpResponse:
    """The rows as `results` and `count`, or as `data` with a link to the next page, if any.

    `count`: all rows, of every page.
    """
    if params.is_counted:
        return json_response({"results": page, "count": count})
    response = json_response({"data": page})
    limit, offset = params.window
    if offset + limit < count:
        number = params.validated_data.get("page", 1) + 1
        address = replace_query_param(request.build_absolute_uri(), "page", str(number))
        response["Link"] = f'<{address}>; rel="next"'
    return response


def queryset_response(
    request: Request, params: PageParams, of: Rows, asked: QuerySet[Any]
) -> HttpResponse:
    """The page of the queryset's rows."""
    limit, offset = params.window
    if params.is_counted:
        return page_response(
            request, params, of.read(asked[offset : offset + limit]), asked.count()
        )
    # One row more shows that there is a next page. That costs less than to count all rows.
    read = of.read(asked[offset : offset + limit + 1])
    return page_response(request, params, read[:limit], offset + len(read))
