"""Where the API, the admin and the page are."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("v1/", include("api.urls")),
    path("admin/", admin.site.urls),
    path("", include("web.urls")),
]
