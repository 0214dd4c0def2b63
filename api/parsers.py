"""The body of a request: one JSON object in UTF-8, at most 16 KiB."""

from collections.abc import Mapping
from typing import IO, Any

import orjson
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

MOST_BYTES = 16 * 1024


class BodyTooLarge(APIException):
    status_code = 413
    default_detail = f"The body is too large: at most {MOST_BYTES} bytes are read."


class ObjectParser(BaseParser):
    """Reads a JSON object.

    orjson limits how deep the object is, and refuses text that is not Unicode. Raises ParseError
    or BodyTooLarge.
    """

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        raw = stream.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise BodyTooLarge
        try:
            body = orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            raise ParseError(f"The body is not JSON in UTF-8: {error}.") from error
        if not isinstance(body, dict):
            raise ParseError("The body must be a JSON object.")
        return body
