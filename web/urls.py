"""The dashboard's addresses. The router in web/src has the same list."""

from django.urls import path

from web.views import page

urlpatterns = [
    path("", page),
    path("login", page),
    path("apps/<path:view>", page),
]
