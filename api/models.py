"""Which organizations' apps a user sees."""

from django.conf import settings
from django.db import models


class Membership(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    organization_id = models.UUIDField(
        db_comment="public.organization.id; no foreign key, which would block PeerMetrics' deletes."
    )

    class Meta:
        db_table = "membership"
        db_table_comment = "Which organizations' apps a user sees. Superusers see all."
        constraints = [
            models.UniqueConstraint(fields=["user", "organization_id"], name="membership_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.organization_id}"
