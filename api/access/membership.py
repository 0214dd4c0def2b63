"""Who sees which app: superusers see all, others see those of their organizations."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q, QuerySet
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from api.access.credential_cache import PATIENCE, CachedCredential
from api.errors import ApiError
from api.models import Membership
from peermetrics.models import App, Conference, Connection, Issue, Participant, Row, Session
from rollups.servers.database import asked, patience

# The paths from a row to its app. An issue without a conference belongs to its session's app.
_APP_OF: dict[type[Row], tuple[str, ...]] = {
    App: ("id",),
    Conference: ("app",),
    Participant: ("app",),
    Session: ("conference__app",),
    Connection: ("conference__app",),
    Issue: ("conference__app", "session__conference__app"),
}
_NOT_FOUND: dict[type[Row], str] = {
    App: "app_not_found",
    Conference: "conference_not_found",
    Participant: "participant_not_found",
    Session: "session_not_found",
}


def visible_apps(user: User | AnonymousUser) -> QuerySet[App]:
    """The apps that the user sees, inactive ones included."""
    if user.is_superuser:
        return App.objects.all()
    organizations = Membership.objects.filter(user_id=user.pk or 0).values("organization_id")
    return App.objects.filter(organization_id__in=organizations)


def require_visible(user: User | AnonymousUser, app_id: UUID) -> None:
    """Raise `app_not_found` unless the user sees the app. It hides whether the app exists."""
    if not _sees(user, app_id):
        raise ApiError("app_not_found")


def require_visible_by_cache(request: Request, app_id: UUID) -> None:
    """The same as `require_visible`. It uses the credential cache if authentication used it."""
    credential = request.auth
    if not isinstance(credential, CachedCredential):
        require_visible(request.user, app_id)
    elif not credential.recall(str(app_id), lambda: _sees(request.user, app_id)):
        raise ApiError("app_not_found")


def require_superuser(user: User | AnonymousUser) -> None:
    """Raise PermissionDenied unless PostgreSQL says now that the user is a superuser."""
    with asked(), patience(PATIENCE):
        found = User.objects.filter(pk=user.pk or 0, is_active=True, is_superuser=True).exists()
    if not found:
        raise PermissionDenied("no_cache is for superusers.")


def _sees(user: User | AnonymousUser, app_id: UUID) -> bool:
    return visible_apps(user).filter(id=app_id).exists()


def visible_rows(user: User | AnonymousUser, model: type[Row]) -> QuerySet[Any]:
    """The rows of a raw table that belong to apps which the user sees, inactive rows included."""
    rows: QuerySet[Any] = model._default_manager.all()
    if user.is_superuser:
        return rows
    apps = visible_apps(user).values("id")
    first, *others = _APP_OF[model]
    visible = Q(**{f"{first}__in": apps})
    for other in others:
        visible |= Q(**{f"{first}__isnull": True, f"{other}__in": apps})
    return rows.filter(visible)


def require_row(user: User | AnonymousUser, model: type[Row], row_id: UUID) -> UUID:
    """The id of the row's app. Raise `<model>_not_found` unless the user sees the row.

    `model`: App, Conference, Participant or Session.
    """
    found = visible_rows(user, model).filter(id=row_id)
    app_id: UUID | None = found.values_list(_APP_OF[model][0], flat=True).first()
    if app_id is None:
        raise ApiError(_NOT_FOUND[model])
    return app_id
