"""The dashboard's addresses. web/src/app/router.ts has the same."""

from django.urls import path

from web.views import page

urlpatterns = [
    path("", page),
    path("login", page),
    path("apps/<path:view>", page),
]
