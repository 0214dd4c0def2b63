"""Who sees which app: superusers all, others those of the organizations they are members of."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet

from api.errors import AppNotFound
from api.models import Membership
from peermetrics.models import App


def visible_apps(user: User | AnonymousUser) -> QuerySet[App]:
    if user.is_superuser:
        return App.objects.all()
    organizations = Membership.objects.filter(user_id=user.pk or 0).values("organization_id")
    return App.objects.filter(organization_id__in=organizations)


def require_visible(user: User | AnonymousUser, app_id: UUID) -> None:
    """Raise AppNotFound unless the user sees the app."""
    if not visible_apps(user).filter(id=app_id).exists():
        raise AppNotFound
