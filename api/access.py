"""Who sees which app: superusers all, others those of the organizations they are members of."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q, QuerySet
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from api.errors import AppNotFound, RowNotFound
from api.models import Membership
from api.remembered import PATIENCE, Memory
from peermetrics.models import App, Conference, Connection, Issue, Participant, Row, Session
from rollups.servers.database import asked, patience

# How a row leads to its app; an issue that has no conference belongs to its session's.
_APP_OF: dict[type[Row], tuple[str, ...]] = {
    App: ("id",),
    Conference: ("app",),
    Participant: ("app",),
    Session: ("conference__app",),
    Connection: ("conference__app",),
    Issue: ("conference__app", "session__conference__app"),
}


def visible_apps(user: User | AnonymousUser) -> QuerySet[App]:
    if user.is_superuser:
        return App.objects.all()
    organizations = Membership.objects.filter(user_id=user.pk or 0).values("organization_id")
    return App.objects.filter(organization_id__in=organizations)


def require_visible(user: User | AnonymousUser, app_id: UUID) -> None:
    """Raise AppNotFound unless the user sees the app."""
    if not _sees(user, app_id):
        raise AppNotFound


def require_visible_as_remembered(request: Request, app_id: UUID) -> None:
    """The same of a caller whose credential is remembered: what it saw is remembered with it."""
    memory = request.auth
    if not isinstance(memory, Memory):
        require_visible(request.user, app_id)
    elif not memory.recall(str(app_id), lambda: _sees(request.user, app_id)):
        raise AppNotFound


def require_superuser(user: User | AnonymousUser) -> None:
    """Raise PermissionDenied unless the user is a superuser, by what PostgreSQL says now."""
    with asked(), patience(PATIENCE):
        found = User.objects.filter(pk=user.pk or 0, is_active=True, is_superuser=True).exists()
    if not found:
        raise PermissionDenied("no_cache is for superusers.")


def _sees(user: User | AnonymousUser, app_id: UUID) -> bool:
    return visible_apps(user).filter(id=app_id).exists()


def visible_rows(user: User | AnonymousUser, model: type[Row]) -> QuerySet[Any]:
    """The rows of a raw table, active or not, that are of apps which the user sees."""
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
    """The id of the row's app. Raise AppNotFound or RowNotFound unless the user sees the row."""
    found = visible_rows(user, model).filter(id=row_id)
    app_id: UUID | None = found.values_list(_APP_OF[model][0], flat=True).first()
    if app_id is None:
        raise AppNotFound if model is App else RowNotFound(model.__name__.lower())
    return app_id
