"""Lists of PeerMetrics' rows, read-only."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.access import visible_apps
from api.serializers import AppSerializer, data_of


class AppsView(APIView):
    @extend_schema(
        operation_id="apps",
        summary="The apps that the caller may see",
        responses=data_of("Apps", AppSerializer),
    )
    def get(self, request: Request) -> Response:
        apps = visible_apps(request.user).select_related("organization").order_by("name", "id")
        return Response({"data": AppSerializer(apps, many=True).data})
