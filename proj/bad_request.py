"""What Django answers before any view: `handler400` of proj.urls."""

from django.http import HttpRequest, JsonResponse

from api.errors import PROBLEM, problem

_WHY = (
    "The name that this was asked of is not in ALLOWED_HOSTS, or there are more than 1,000 "
    "parameters, or the form is malformed."
)


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    """A problem, as of all other errors: Django's own is a page."""
    return JsonResponse(problem(400, "invalid_request", _WHY), status=400, content_type=PROBLEM)
