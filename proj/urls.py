"""The addresses of the API, the admin and the page."""

from django.contrib import admin
from django.urls import include, path

from api.health_views import MetricsView, livez, readyz

urlpatterns = [
    path("livez", livez),
    path("readyz", readyz),
    path("metrics", MetricsView.as_view()),
    path("v1/", include("api.urls")),
    path("admin/", admin.site.urls),
    path("", include("web.urls")),
]

handler400 = "api.errors.bad_request"
handler500 = "api.errors.server_error"
handler404 = "web.views.missing"
