"""Settings: environment variables that start with ``HANDVAT_``, read once, frozen."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from platformdirs import user_data_path

PREFIX = "HANDVAT_"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class SettingsRefused(Exception):
    """A setting cannot be right; the message is one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator may choose. Without any of it Handvat runs on this computer alone.

    ``host`` is where the pages of a meeting listen too when it is no loopback address;
    ``room_url`` is how colleagues reach them, such as ``https://kamer.example``, without a slash.
    """

    database_url: str
    key_file: Path
    host: str = "127.0.0.1"
    port: int = 8080
    retention_days: int = 90
    language: str = "nl"
    timezone: str = "Europe/Amsterdam"
    content: Path | None = None
    telegram_token: str | None = None
    telegram_api_url: str | None = None
    telegram_notes: bool = True
    room_url: str | None = None

    @property
    def beyond(self) -> bool:
        """Whether the pages of a meeting answer beyond this computer."""
        return self.host not in LOOPBACK

    @property
    def own_content(self) -> Path | None:
        """The folder of this language that a team lays over the shipped content."""
        return self.content / self.language if self.content else None


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read and check every setting; SettingsRefused names the first that cannot be right."""
    given = {
        name.removeprefix(PREFIX): value.strip()
        for name, value in environment.items()
        if name.startswith(PREFIX) and value.strip()
    }
    home = user_data_path("handvat", appauthor=False)
    return Settings(
        database_url=given.get("DATABASE_URL", f"sqlite:///{home / 'handvat.db'}"),
        key_file=Path(given.get("KEY_FILE", str(home / "handvat.key"))).expanduser(),
        host=_host(given.get("HOST", "127.0.0.1")),
        port=_number("HANDVAT_PORT", given.get("PORT", "8080"), 1, 65535),
        retention_days=_number(
            "HANDVAT_RETENTION_DAYS", given.get("RETENTION_DAYS", "90"), 1, 7300
        ),
        language=_one_of("HANDVAT_LANGUAGE", given.get("LANGUAGE", "nl"), ("nl",)),
        timezone=_timezone(given.get("TIMEZONE", "Europe/Amsterdam")),
        content=_folder(given.get("CONTENT")),
        telegram_token=_token(given.get("TELEGRAM_TOKEN")),
        telegram_api_url=_api(given.get("TELEGRAM_API_URL")),
        telegram_notes=_one_of(
            "HANDVAT_TELEGRAM_NOTES", given.get("TELEGRAM_NOTES", "on"), ("on", "off")
        )
        == "on",
        room_url=_address(given.get("ROOM_URL")),
    )


def misspelt(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """One sentence for each variable that looks like a setting and is none; it is not refused.

    A newer or older Handvat may know it. Its value is not told: it may be a token.
    """
    known = [each.name.upper() for each in fields(Settings)]
    unknown = sorted(
        name
        for name, value in environment.items()
        if name.upper().startswith(PREFIX) and value.strip()
        if name not in {f"{PREFIX}{each}" for each in known}
    )
    return tuple(
        f"{name} is no setting and does nothing; {_meant(name, known)}" for name in unknown
    )


def _meant(name: str, known: list[str]) -> str:
    near = get_close_matches(name.upper().removeprefix(PREFIX), known, n=1)
    return f"did you mean {PREFIX}{near[0]}?" if near else "the README lists those that do."


def _host(host: str) -> str:
    if host in LOOPBACK:
        return host
    try:
        return str(ip_address(host))
    except ValueError:
        raise SettingsRefused(
            f"HANDVAT_HOST is {host!r}; it must be an address of this machine, such as 192.0.2.7, "
            "or 0.0.0.0 for all of them. Beyond this computer only a meeting's pages answer."
        ) from None


def _address(url: str | None) -> str | None:
    if url is None:
        return None
    if not re.fullmatch(r"https?://[A-Za-z0-9.\[\]:-]+/?", url):
        raise SettingsRefused(
            f"HANDVAT_ROOM_URL is {url!r}; write where colleagues find the pages of a meeting, "
            "as https://kamer.example, without a path."
        )
    return url.rstrip("/")


def _api(url: str | None) -> str | None:
    if url is not None and not re.fullmatch(r"https?://[^\s/]+\S*", url):
        raise SettingsRefused(
            f"HANDVAT_TELEGRAM_API_URL is {url!r}; write where a Bot API server of your own "
            "answers, as http://127.0.0.1:8081."
        )
    return url


def _number(name: str, value: str, least: int, most: int) -> int:
    if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        raise SettingsRefused(f"{name} is {value!r}; it must be a number from {least} to {most}.")
    return int(value)


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise SettingsRefused(f"{name} is {value!r}; it can be {' or '.join(allowed)}.")
    return value


def _timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingsRefused(
            f"HANDVAT_TIMEZONE is {name!r}, which is no time zone; write one as Europe/Amsterdam."
        ) from None
    return name


def _folder(value: str | None) -> Path | None:
    if value is None:
        return None
    folder = Path(value).expanduser()
    if not folder.is_dir():
        raise SettingsRefused(f"HANDVAT_CONTENT is {value!r}, and there is no such folder.")
    return folder


def _token(value: str | None) -> str | None:
    if value is not None and not (":" in value and value.partition(":")[0].isdigit()):
        raise SettingsRefused(
            "HANDVAT_TELEGRAM_TOKEN does not look like a token; BotFather gives one as 123456:ABC…"
        )
    return value
