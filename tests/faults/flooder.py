"""A process that asks ever new questions over several connections, and heeds no refusal.

Its own process, so that whoever measures beside it is not slowed by its threads. It stops at the
end of its input, and prints how often it got which status.
"""

import json
import random
import sys
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from urllib.parse import urlencode

CONNECTIONS = 16  # more than one web process has threads
PAUSE = 0.02  # seconds after each answer: the machine's time is for the server


class Flooder:
    def __init__(self, port: int, token: str, address: str, app_id: str) -> None:
        self._port = port
        self._headers = {"Authorization": f"Token {token}", "X-Forwarded-For": address}
        self._app_id = app_id
        self._stop = threading.Event()
        self._statuses: Counter[str] = Counter()

    def flood(self) -> dict[str, int]:
        threads = [threading.Thread(target=self._ask_on) for _ in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        sys.stdin.read()
        self._stop.set()
        for thread in threads:
            thread.join()
        return dict(self._statuses)

    def _ask_on(self) -> None:
        while not self._stop.wait(PAUSE):
            self._statuses[self._status()] += 1

    def _status(self) -> str:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=60)
        since = datetime.now(UTC) - timedelta(days=30, seconds=random.uniform(0, 86_400))
        asked = {
            "appId": self._app_id,
            "created_at_gte": since.isoformat(),
            "timezone": "Asia/Kolkata",
            "browser": "Chrome",
            "os": "Windows",
        }
        address = random.choice(["dashboard", "dashboard", "conferences"])
        try:
            connection.request("GET", f"/v1/{address}?{urlencode(asked)}", headers=self._headers)
            response = connection.getresponse()
            response.read()
            told = response.headers["Retry-After"] or response.status == 200
            return str(response.status) if told else f"{response.status} without Retry-After"
        finally:
            connection.close()


if __name__ == "__main__":
    port, *rest = sys.argv[1:]
    print(json.dumps(Flooder(int(port), *rest).flood()))  # noqa: T201  its answer
