"""Every setting, read once from `DRUMBEAT_*` variables or `.env`. `docs/settings.md` is generated from this class."""

from __future__ import annotations

from datetime import time
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SHORTEST_TOKEN = 16
"""Characters of the admin token: an owner's key that can be guessed is none."""


class Settings(BaseSettings):
    """Without any of these set, everything works on the embedded defaults."""

    model_config = SettingsConfigDict(env_prefix="DRUMBEAT_", env_file=".env", extra="ignore")

    data_dir: Path = Field(Path("var"), description="Where the embedded database, files and recordings live.")
    cache_dir: Path | None = Field(
        None,
        description="Where the ears' language models are built; empty means `cache` in the data directory.",
    )
    database_url: str = Field("", description="PostgreSQL URL; empty means SQLite in the data directory.")
    admin_token: SecretStr | None = Field(None, description="An owner's API key, created at start when set.")
    public_url: str = Field(
        "http://127.0.0.1:8000", description="The address that callers and providers reach."
    )
    timezone: str = Field("UTC", description="The first workspace's IANA time zone, Europe/Berlin.")
    starting_credits: int = Field(200, ge=0, description="What the first workspace's ledger opens with.")

    openai_api_key: SecretStr | None = Field(None, description="Turns on the OpenAI brain and makers.")
    openai_base_url: str = Field("", description="Any OpenAI-compatible server (vLLM, Ollama).")
    brain_model: str = Field("gpt-5.1", description="The model that leads the conversation.")
    brain_timeout: float = Field(8.0, gt=0, description="Seconds until the embedded brain takes over a turn.")
    text_model: str = Field("gpt-5.1", description="The model that writes copy and research.")
    image_model: str = Field("gpt-image-2.5-flare", description="The model that paints.")

    veo_api_key: SecretStr | None = Field(None, description="Google's Gemini API key; turns on shots by Veo.")
    veo_model: str = Field("veo-3.1-fast-generate-preview", description="The Veo model that films.")
    veo_falls_back: bool = Field(
        False, description="Draws a shot here when Veo refuses it; the film says which."
    )
    embedding_model: str = Field(
        "",
        description="Searches knowledge by meaning too, through `/embeddings`; empty means by words alone.",
    )
    private_hosts: str = Field(
        "",
        description="Hosts (or host:port), comma-separated, that pages are fetched from and webhooks sent to "
        "although they are not public.",
    )
    smtp_url: SecretStr | None = Field(
        None,
        description="Sends e-mail: smtp://user:password@host:587 (?starttls=no for a relay without TLS) "
        "or smtps://… Without it none is sent.",
    )
    mail_from: str = Field("Drumbeat <drumbeat@localhost>", description="Whom e-mail comes from.")
    credits_low: int = Field(20, ge=0, description="Members hear when the balance falls below this.")

    stt: Literal["auto", "pocketsphinx", "whisper", "openai"] = Field("auto", description="Speech in.")
    whisper_model: str = Field(
        "",
        description="A faster-whisper model's folder, or the name of a fetched one (base.en); empty means the one "
        "fetched last.",
    )
    whisper_beam: int = Field(1, ge=1, le=10, description="Readings that Whisper follows at once.")
    transcribe_model: str = Field("gpt-transcribe", description="The OpenAI model that hears.")
    tts: Literal["auto", "espeak", "piper", "openai"] = Field("auto", description="Speech out.")
    piper_voice: str = Field("", description="A Piper voice's .onnx file; empty means the fetched one.")
    speech_model: str = Field("gpt-4o-mini-tts", description="The OpenAI model that speaks.")
    speech_voice: str = Field("marin", description="The OpenAI model's voice.")
    speech_timeout: float = Field(
        4.0, gt=0, description="Seconds until the embedded engine hears or says it instead."
    )

    twilio_account_sid: str = Field("", description="Needed to hang up and to call out.")
    twilio_auth_token: SecretStr | None = Field(
        None, description="Checks the signature of every phone webhook."
    )
    twilio_number: str = Field("", description="Our number at Twilio, from which callers are called back.")
    twilio_api_url: str = Field("https://api.twilio.com", description="Twilio's REST API.")
    phone_callers: Literal["open", "known", "pin"] = Field(
        "known",
        description="Who is talked to: anybody as a guest, members by number, or members with a PIN.",
    )
    phone_country: str = Field(
        "1", pattern=r"^\d{1,3}$", description="Country code of numbers said without one."
    )
    transfer_number: str = Field("", description="Where callers who ask for a person are put through to.")
    call_hours: str = Field(
        "09:00-20:00",
        pattern=r"^\d\d:\d\d-\d\d:\d\d$",
        description="When people are called back, in the workspace's time zone.",
    )
    recording: Literal["off", "notice", "ask"] = Field(
        "off", description="Whether phone calls are recorded: never, unless the caller declines, or on a yes."
    )
    recording_days: int = Field(30, ge=1, description="Days for which a call's recording is kept.")
    telnyx_public_key: str = Field("", description="Checks the signature of Telnyx's webhooks (base64).")
    telnyx_api_key: SecretStr | None = Field(None, description="Lets Drumbeat hang up at Telnyx.")
    plivo_auth_id: str = Field("", description="Lets Drumbeat hang up at Plivo.")
    plivo_auth_token: SecretStr | None = Field(None, description="Checks the signature of Plivo's webhooks.")
    exotel_key: SecretStr | None = Field(None, description="Must be in the address that Exotel asks: ?key=…")
    livekit_url: str = Field("", description="The LiveKit server of calls in rooms, ws:// or wss://.")
    livekit_api_key: str = Field("", description="Our key at the LiveKit server.")
    livekit_api_secret: SecretStr | None = Field(None, description="Signs the tokens for LiveKit's rooms.")
    widget_origins: str = Field(
        "",
        description="Origins (https://shop.example), comma-separated, whose pages may carry the microphone "
        "widget; empty means no other site's.",
    )
    max_calls: int = Field(10, ge=1, description="Live calls that one process accepts.")

    s3_url: SecretStr | None = Field(
        None,
        description="Keeps made files in a bucket that this database alone uses: "
        "s3://bucket/prefix?endpoint=…&region=…&access_key_id=…&secret_access_key=… "
        "(or AWS_* variables); empty means the data directory.",
    )
    units_at_once: int = Field(2, ge=1, description="Units that one worker makes side by side.")
    render_processes: int = Field(1, ge=1, description="Processes that render images.")
    reading_processes: int = Field(
        2,
        ge=0,
        le=64,
        description="Processes in which the embedded ears read what was said; 0 reads in the serving one.",
    )
    heartbeat_seconds: float = Field(
        5.0, gt=0, description="How often a PostgreSQL worker says that it lives."
    )
    reap_after_seconds: float = Field(
        20.0, gt=0, description="Silence after which a worker's runs go to another."
    )
    otlp_url: str = Field(
        "", description="OpenTelemetry collector (OTLP over HTTP) that gets a trace of each talk."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least to be logged.")
    log_json: bool = Field(False, description="Log lines as JSON.")

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: Any, info: ValidationInfo) -> Any:
        """A line `NAME=` of `.env` says that there is none, not that it is the empty text."""
        return cls.model_fields[info.field_name or ""].default if value == "" else value

    @field_validator("admin_token")
    @classmethod
    def _long_enough(cls, token: SecretStr | None) -> SecretStr | None:
        length = len(token.get_secret_value().strip()) if token is not None else 0
        if 0 < length < SHORTEST_TOKEN:
            raise ValueError(f"it has {length} characters and needs {SHORTEST_TOKEN} at least")
        return token

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"{name!r} is no IANA time zone; use a name such as Europe/Berlin") from None
        return name

    @field_validator("call_hours")
    @classmethod
    def _hours_of_a_day(cls, said: str) -> str:
        first, _, last = said.partition("-")
        try:
            in_order = time.fromisoformat(first) < time.fromisoformat(last)
        except ValueError:
            in_order = False
        if not in_order:
            raise ValueError(f"{said} are no hours of one day; use a range such as 09:00-20:00")
        return said

    @field_validator("log_level", mode="before")
    @classmethod
    def _any_case(cls, level: Any) -> Any:
        return level.lower() if isinstance(level, str) else level

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in force, with its async driver named."""
        if not self.database_url:
            return f"sqlite+aiosqlite:///{(self.data_dir / 'drumbeat.sqlite3').resolve()}"
        for prefix in ("postgresql://", "postgres://"):
            if self.database_url.startswith(prefix):
                return "postgresql+psycopg://" + self.database_url.removeprefix(prefix)
        return self.database_url

    @property
    def widget_sites(self) -> frozenset[str]:
        """The origins of `widget_origins`, as browsers send them."""
        return frozenset(
            site.strip().rstrip("/").lower() for site in self.widget_origins.split(",") if site.strip()
        )

    @property
    def embedded(self) -> bool:
        """True when the store is SQLite and so one process owns the data directory."""
        return self.database.startswith("sqlite")

    @property
    def cache(self) -> Path:
        """What is lost without harm: it is built again."""
        return self.cache_dir or self.data_dir / "cache"

    @property
    def files_dir(self) -> Path:
        return self.data_dir / "files"


@lru_cache
def load() -> Settings:
    """The process's settings."""
    return Settings()


def table() -> str:
    """Every setting as a Markdown table; `docs/settings.md` is this, and a test keeps it so."""
    rows = ["| Variable | Default | What it does |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "" if field.default in ("", None) else f"`{field.default}`"
        choices = getattr(field.annotation, "__args__", ())
        words = [str(choice) for choice in choices if isinstance(choice, str)]
        detail = f"{field.description} One of {', '.join(words)}." if words else field.description
        rows.append(f"| `DRUMBEAT_{name.upper()}` | {default} | {detail} |")
    return "# Settings\n\nEnvironment variables, or lines of `.env`.\n\n" + "\n".join(rows) + "\n"
