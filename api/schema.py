"""What the generated OpenAPI schema cannot find out by itself."""

from drf_spectacular.authentication import SessionScheme


class AnySessionScheme(SessionScheme):  # type: ignore[no-untyped-call]  # drf-spectacular's
    """Authentication by a session, as `api.authentication` does it."""

    match_subclasses = True
