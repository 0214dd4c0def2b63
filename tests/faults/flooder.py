"""A process that sends ever new requests over several connections, and ignores refusals.

It is a separate process, so its threads do not slow the test. For each line of input it prints how
often it got each answer: 200, or an error_code. It stops at the end of its input.
"""

import json
import random
import sys
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from urllib.parse import urlencode

from tests.waiting import PATIENCE

CONNECTIONS = 40  # more than the threads of two web processes
PAUSE = 0.02  # seconds after each answer: leaves CPU time to the server


class Flooder:
    def __init__(self, port: int, token: str, address: str, app_id: str, connections: int) -> None:
        self._port = port
        self._connections = connections
        self._headers = {"Authorization": f"Token {token}", "X-Forwarded-For": address}
        self._app_id = app_id
        self._stop = threading.Event()
        self._counting = threading.Lock()
        self._outcomes: Counter[str] = Counter()

    def flood(self) -> None:
        threads = [threading.Thread(target=self._ask_on) for _ in range(self._connections)]
        for thread in threads:
            thread.start()
        for _ in sys.stdin:
            self._tell()
        self._stop.set()
        for thread in threads:
            thread.join()
        self._tell()

    def _tell(self) -> None:
        with self._counting:
            said = json.dumps(self._outcomes)
        print(said, flush=True)  # noqa: T201  its answer

    def _ask_on(self) -> None:
        while not self._stop.wait(PAUSE):
            outcome = self._outcome()
            with self._counting:
                self._outcomes[outcome] += 1

    def _outcome(self) -> str:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
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
            body = response.read()
            if response.status == 200:
                return "200"
            code: str = json.loads(body)["error_code"]
            return code if response.headers["Retry-After"] else f"{code} without Retry-After"
        finally:
            connection.close()


if __name__ == "__main__":
    port, token, address, app_id, connections = sys.argv[1:]
    Flooder(int(port), token, address, app_id, int(connections)).flood()
