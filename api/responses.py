"""Responses with the answer to a summary."""

import re
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from rollups.cache.answer import Answer

# A client that accepts gzip, and not with the quality 0, which means that it does not.
_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")

_SHORT = 64  # characters. REST framework refuses a header of more parts.


def accepts_json(request: HttpRequest) -> bool:
    """Whether the client clearly accepts JSON. If not, REST framework has to look closer."""
    accepted = request.META.get("HTTP_ACCEPT", "*/*")
    types = [media_type.strip() for media_type in accepted.split(",")]
    return len(accepted) <= _SHORT and ("*/*" in types or "application/json" in types)


def respond(request: HttpRequest, answer: Answer, now: datetime) -> HttpResponse:
    """The answer, or 304 if the client has it already. Both have the headers of this moment."""
    if _GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        full = HttpResponse(answer.entry.gzipped, content_type="application/json")
        full["Content-Encoding"] = "gzip"
    else:
        full = HttpResponse(answer.body, content_type="application/json")
    etag = answer.entry.etag
    response = get_conditional_response(request, etag=etag, response=full) or full
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"  # keep it, but ask whether it is still true
    response["X-Cache"] = answer.outcome
    if answer.as_of is not None:
        response["X-As-Of"] = answer.as_of.isoformat()
        response["Age"] = str(max(0, int((now - answer.as_of).total_seconds())))
    patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Encoding"])
    response["Allow"] = "GET, HEAD, OPTIONS"
    response["Content-Length"] = str(len(response.content))
    return response
