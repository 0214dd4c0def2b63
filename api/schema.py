"""What drf-spectacular cannot find out by itself for the OpenAPI schema."""

from typing import Any, Protocol, cast

from drf_spectacular.authentication import SessionScheme
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import get_doc
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from api.errors import PROBLEM, PROBLEMS
from api.serializers import Problem

# By status and media type, as drf-spectacular expects.
Responses = dict[int | tuple[int, str], Any]


class Described(Protocol):
    """A view whose `get` is described by attributes of its class.

    The first line of the docstring is the summary, the rest is the description.
    """

    name: str  # the operation id
    parameters: list[Any]
    responses: Responses


class DescribedSchema(AutoSchema):
    """The schema of a Described view."""

    @property
    def _described(self) -> Described:
        return cast("Described", self.view)

    def get_operation_id(self) -> str:
        return self._described.name

    def get_summary(self) -> str:
        return get_doc(type(self.view)).split("\n")[0].rstrip(".")

    def get_description(self) -> str:  # type: ignore[override]  # as in AutoSchema
        return get_doc(type(self.view)).partition("\n")[2].strip()

    def get_override_parameters(self) -> list[Any]:
        return self._described.parameters

    def get_response_serializers(self) -> Any:
        return self._described.responses


def problems(*statuses: int) -> Responses:
    """The responses of these statuses. Each is a problem of RFC 9457."""
    return {
        (status, PROBLEM): OpenApiResponse(Problem, _error_codes(status)) for status in statuses
    }


def _error_codes(status: int) -> str:
    """The error_codes that a response of this status may have, as a list in Markdown."""
    return "\n".join(
        f"* `{code}` - {problem.text}"
        for code, problem in PROBLEMS.items()
        if problem.status == status
    )


def header(name: str, description: str, *, statuses: tuple[int, ...] = (200,)) -> OpenApiParameter:
    """A header of the responses of these statuses."""
    return OpenApiParameter(
        name, location=OpenApiParameter.HEADER, response=list(statuses), description=description
    )


_LATER = (429, 503)
RETRY_AFTER = header("Retry-After", "Seconds after which to ask again.", statuses=_LATER)
READING = problems(400, 401, 404, 406, *_LATER)


def blank_is_not_sent(result: dict[str, Any], **_generation: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: an optional parameter may be blank, which means not sent."""
    for methods in result["paths"].values():
        for operation in methods.values():
            for parameter in operation.get("parameters", []):
                any_text = parameter["schema"].get("items") == {"type": "string"}
                if parameter["in"] == "query" and not parameter.get("required") and not any_text:
                    parameter["allowEmptyValue"] = True
                    parameter["schema"].pop("minLength", None)
    return result


class AnySessionScheme(SessionScheme):  # type: ignore[no-untyped-call]  # drf-spectacular's
    """Describes `api.access.authentication.SessionAuthentication` too."""

    match_subclasses = True
