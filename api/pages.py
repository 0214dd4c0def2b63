"""Pages of rows: `results` and `count` where limit or offset is given, else `data` and a Link."""

from typing import Any

import orjson
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from api.list_params import PageParams
from api.rows import Row, Rows
from api.schema import header

NEXT_PAGE = header("Link", '`<address>; rel="next"`, where there are more rows than `data` holds.')


def json_response(body: Any) -> HttpResponse:
    """The body, read by `api.rows`, for this caller alone and not to be kept."""
    content = orjson.dumps(body, option=orjson.OPT_UTC_Z)
    response = HttpResponse(content, content_type="application/json")
    response["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ["Authorization", "Cookie"])
    return response


def page_response(
    request: Request, params: PageParams, page: list[Row], count: int
) -> HttpResponse:
    """The rows as `results` and `count`; or as `data`, with a link to the next page if any."""
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
    # One row more tells whether there is a next page, and costs less than to count them all.
    read = of.read(asked[offset : offset + limit + 1])
    return page_response(request, params, read[:limit], offset + len(read))
