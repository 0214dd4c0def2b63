"""What the generated OpenAPI schema cannot find out by itself."""

from typing import Any

from drf_spectacular.authentication import SessionScheme
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from api.errors import PROBLEM
from api.serializers import ProblemSerializer

# By status and media type, as drf-spectacular takes them.
Responses = dict[int | tuple[int, str], Any]

_MEANINGS = {
    400: "What is sent is malformed, or something is missing.",
    401: "Neither a token nor a session, or one that is not valid.",
    403: "Not allowed to this caller; or, where something is changed, the CSRF token is missing.",
    404: "There is no such thing that the caller may see.",
    406: "The answer is JSON, which the client does not take.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    429: "Too many requests.",
    503: "No answer now: the database is away or takes too long, or too much is being computed.",
}
_LATER = (429, 503)


def problems(*statuses: int) -> Responses:
    """What may be answered instead, each a problem of RFC 9457."""
    return {
        (status, PROBLEM): OpenApiResponse(ProblemSerializer, _MEANINGS[status])
        for status in statuses
    }


def header(name: str, description: str, *, statuses: tuple[int, ...] = (200,)) -> OpenApiParameter:
    return OpenApiParameter(
        name, location=OpenApiParameter.HEADER, response=list(statuses), description=description
    )


RETRY_AFTER = header("Retry-After", "Seconds after which to ask again.", statuses=_LATER)
READING = problems(400, 401, 404, 406, *_LATER)


def blank_is_not_sent(result: dict[str, Any], **_generation: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: what need not be sent may be sent blank, which means the same."""
    for methods in result["paths"].values():
        for operation in methods.values():
            for parameter in operation.get("parameters", []):
                any_text = parameter["schema"].get("items") == {"type": "string"}
                if parameter["in"] == "query" and not parameter.get("required") and not any_text:
                    parameter["allowEmptyValue"] = True
                    parameter["schema"].pop("minLength", None)
    return result


class AnySessionScheme(SessionScheme):  # type: ignore[no-untyped-call]  # drf-spectacular's
    """Authentication by a session, as `api.authentication` does it."""

    match_subclasses = True
