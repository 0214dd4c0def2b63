"""Browsers and systems of participants, in ua-parser's form."""

from typing import NamedTuple

from simulate.chance import Chance, Weighted
from simulate.steps import as_json


class Device(NamedTuple):
    browser: str
    versions: Weighted[str]
    engine: str
    os: str
    os_versions: Weighted[str]
    user_agent: str  # {version} is replaced by the browser's version
    hardware: dict[str, str] = {}
    trouble: float = 1.0  # multiplies the probability of problems

    def platform(self, chance: Chance) -> str:
        """One installation of this device, as JSON text."""
        version = chance.one_of(self.versions)
        major = version.partition(".")[0]
        return as_json(
            {
                "ua": self.user_agent.format(version=version),
                "browser": {"name": self.browser, "version": version, "major": major},
                "engine": {"name": self.engine},
                "os": {"name": self.os, "version": chance.one_of(self.os_versions)},
                "device": self.hardware,
                "cpu": {} if self.hardware else {"architecture": "amd64"},
            }
        )


_CHROME = Weighted([("156.0.0.0", 62), ("155.0.0.0", 24), ("154.0.0.0", 9), ("149.0.0.0", 5)])
_EDGE = Weighted([("156.0.0.0", 70), ("155.0.0.0", 25), ("151.0.0.0", 5)])
_FIREFOX = Weighted([("158.0", 60), ("157.0", 25), ("153.0", 15)])
_SAFARI = Weighted([("27.0", 45), ("26.4", 30), ("26.1", 15), ("18.6", 10)])
_SAMSUNG = Weighted([("31.0", 70), ("30.0", 30)])
_OPERA = Weighted([("127.0.0.0", 100)])
_TEN = Weighted([("10", 100)])
_MACOS = Weighted([("10.15.7", 100)])  # browsers report no newer version
_IOS = Weighted([("27.0", 45), ("26.4", 30), ("26.1", 15), ("18.6", 10)])
_ANDROID = Weighted([("16", 45), ("15", 30), ("14", 15), ("13", 10)])
_LINUX = Weighted([("x86_64", 100)])

_KHTML = "(KHTML, like Gecko)"
_MAC = "Macintosh; Intel Mac OS X 10_15_7"
_WINDOWS = "Windows NT 10.0; Win64; x64"
_PHONE = "Linux; Android 10; K"
_IPHONE = "iPhone; CPU iPhone OS 18_6 like Mac OS X"


def _chromium(system: str, engine: str = "{version}", mobile: str = "", own: str = "") -> str:
    return (
        f"Mozilla/5.0 ({system}) AppleWebKit/537.36 {_KHTML} "
        f"Chrome/{engine} {mobile}Safari/537.36{own}"
    )


def _webkit(system: str, mobile: str = "") -> str:
    return (
        f"Mozilla/5.0 ({system}) AppleWebKit/605.1.15 {_KHTML} "
        f"Version/{{version}} {mobile}Safari/605.1.15"
    )


def _gecko(system: str) -> str:
    return f"Mozilla/5.0 ({system}; rv:{{version}}) Gecko/20100101 Firefox/{{version}}"


_APPLE = {"vendor": "Apple", "model": "Macintosh"}
_IPHONE_MODEL = {"vendor": "Apple", "model": "iPhone", "type": "mobile"}
_MOBILE = {"type": "mobile"}
_GALAXY = {"vendor": "Samsung", "type": "mobile"}
_CHROME_PHONE = _chromium(_PHONE, mobile="Mobile ")
_SAMSUNG_PHONE = _chromium(_PHONE, "141.0.0.0", "Mobile ", " SamsungBrowser/{version}")
_LINUX_SYSTEM, _UBUNTU_SYSTEM = "X11; Linux x86_64", "X11; Ubuntu; Linux x86_64"
_CROS = Weighted([("14541.0.0", 100)])
_EDGE_AGENT = _chromium(_WINDOWS, own=" Edg/{version}")
_OPERA_AGENT = _chromium(_WINDOWS, "143.0.0.0", own=" OPR/{version}")

# fmt: off  (a table)
DEVICES = Weighted(
    [
        (Device("Chrome", _CHROME, "Blink", "Windows", _TEN, _chromium(_WINDOWS)), 34),
        (Device("Chrome", _CHROME, "Blink", "Mac OS", _MACOS, _chromium(_MAC), _APPLE), 14),
        (Device("Edge", _EDGE, "Blink", "Windows", _TEN, _EDGE_AGENT), 12),
        (Device("Chrome", _CHROME, "Blink", "Android", _ANDROID, _CHROME_PHONE, _MOBILE, 1.3), 10),
        (
            Device(
                "Mobile Safari",
                _SAFARI,
                "WebKit",
                "iOS",
                _IOS,
                _webkit(_IPHONE, "Mobile/15E148 "),
                _IPHONE_MODEL,
                1.6,
            ),
            9,
        ),
        (Device("Safari", _SAFARI, "WebKit", "Mac OS", _MACOS, _webkit(_MAC), _APPLE), 8),
        (Device("Firefox", _FIREFOX, "Gecko", "Windows", _TEN, _gecko(_WINDOWS), {}, 1.3), 5),
        (
            Device("Firefox", _FIREFOX, "Gecko", "Ubuntu", _LINUX, _gecko(_UBUNTU_SYSTEM), {}, 1.3),
            2,
        ),
        (Device("Chrome", _CHROME, "Blink", "Linux", _LINUX, _chromium(_LINUX_SYSTEM)), 2),
        (
            Device(
                "Samsung Internet",
                _SAMSUNG,
                "Blink",
                "Android",
                _ANDROID,
                _SAMSUNG_PHONE,
                _GALAXY,
                2.2,
            ),
            2,
        ),
        (Device("Opera", _OPERA, "Blink", "Windows", _TEN, _OPERA_AGENT), 1),
        (
            Device("Chrome", _CHROME, "Blink", "Chromium OS", _CROS, _chromium("X11; CrOS x86_64")),
            1,
        ),
    ]
)
# fmt: on
