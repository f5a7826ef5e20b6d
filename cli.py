"""The `drumbeat` command."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape

from settings import Settings, load

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Drumbeat: campaigns by voice.",
)
users = typer.Typer(no_args_is_help=True, help="People of the workspace.")
app.add_typer(users, name="user")
models = typer.Typer(no_args_is_help=True, help="Speech models on this machine.")
app.add_typer(models, name="models")
console = Console()


def main() -> None:
    """Runs the command line; what a person can mend is said without a traceback."""
    try:
        app()
    except Exception as error:
        if not _said(error):
            raise
        raise SystemExit(1) from None


def _said(error: Exception) -> bool:
    """Prints an error that the person can mend; False for any other."""
    if isinstance(error, ValidationError):
        for wrong in error.errors():
            name = ".".join(str(part) for part in wrong["loc"]).upper()
            mend = escape(wrong["msg"].removeprefix("Value error, "))
            console.print(f"[red]Wrong setting:[/red] DRUMBEAT_{name}: {mend}", soft_wrap=True)
        return True
    title = _title_of(error)
    if title:
        detail = escape(str(getattr(error, "detail", error)))
        console.print(f"[red]{title}:[/red] {detail}", soft_wrap=True)
    return bool(title)


def _title_of(error: Exception) -> str:
    from agent.rehearsal.command import NoAnswerError
    from orchestrator.errors import DrumbeatError
    from orchestrator.news.smtp import BadMailUrl
    from store.objects import BadStorageUrl

    if isinstance(error, DrumbeatError):
        return error.title
    if isinstance(error, NoAnswerError):
        return "No call"
    return "Wrong setting" if isinstance(error, (BadMailUrl, BadStorageUrl)) else ""


def _settings() -> Settings:
    """The settings, with logging set up: before anything else is imported, for pipecat greets at its import."""
    from api.logs import configure

    settings = load()
    configure(settings)
    return settings


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
) -> None:
    """Serve everything: API, dashboard, phone channel, orchestrator."""
    settings = _settings()
    import uvicorn

    from api.app import create_app
    from api.runtime import Runtime, start
    from api.stopping import StoppableServer

    if settings.public_url == Settings.model_fields["public_url"].default:
        settings.public_url = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104

    async def begin() -> Runtime:
        try:
            runtime = await start(settings)
        except Exception as error:
            # Said here: uvicorn would say it again with its traceback.
            logging.getLogger("uvicorn.error").disabled = _said(error)
            raise
        server.on_exit(runtime.closing.set)
        token = await runtime.orchestrator.access.mint_login_link()
        console.print(f"\nDrumbeat is at [bold]{settings.public_url}[/bold]")
        console.print(
            f"Sign in once with   {settings.public_url}/signin/{token}   (good for 15 minutes)\n",
            soft_wrap=True,
        )
        return runtime

    config = uvicorn.Config(
        create_app(begin),
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=5,
        ws_max_size=1_000_000,
    )
    server = StoppableServer(config)
    server.run()
    if not server.started:
        raise SystemExit(1)


@app.command()
def worker() -> None:
    """Work off runs beside a server; PostgreSQL only."""
    settings = _settings()
    from api.runtime import start
    from orchestrator.errors import DrumbeatError

    if settings.embedded:
        raise DrumbeatError(
            "A worker of its own needs PostgreSQL: set DRUMBEAT_DATABASE_URL. On SQLite `serve` does the work."
        )

    async def work() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, stop.set)
        runtime = await start(settings)
        console.print("Working. Stop with Ctrl-C.")
        try:
            await stop.wait()
        finally:
            await runtime.close()

    asyncio.run(work())


@app.command()
def room(
    port: Annotated[
        int, typer.Option(help="Port of the health check on this machine; 0 takes a free one.")
    ] = 8081,
    drain: Annotated[int, typer.Option(min=1, help="Seconds that calls may still take after SIGTERM.")] = 600,
) -> None:
    """Take calls in LiveKit rooms, and over SIP through LiveKit, beside a server."""
    settings = _settings()
    from api.room_worker import serve_rooms

    asyncio.run(serve_rooms(settings, port=port, drain_seconds=drain, said=console.print))


@app.command()
def talk() -> None:
    """Talk with the agent in this terminal, typed."""
    settings = _settings()
    from agent.channels.terminal import converse
    from api.runtime import start
    from store.words import ConversationChannel

    async def hold() -> None:
        runtime = await start(settings)
        try:
            actor = await runtime.orchestrator.access.owner()
            conversation = await runtime.talks.start(actor, ConversationChannel.TYPED)
            await converse(
                conversation,
                say=lambda words: console.print(f"[cyan]Drumbeat:[/cyan] {escape(words)}"),
                prompt=lambda words: console.print(f"[green]{words}[/green]", end=""),
            )
        finally:
            await runtime.close()

    with suppress(KeyboardInterrupt):
        asyncio.run(hold())


@app.command()
def call(
    recordings: Annotated[
        list[Path], typer.Argument(exists=True, dir_okay=False, help="WAV files, in order.")
    ],
    url: Annotated[str, typer.Option(help="A running Drumbeat.")] = "http://127.0.0.1:8000",
) -> None:
    """Play recordings into the phone channel of a running server, one a turn, and print what is said."""
    _settings()
    from agent.rehearsal.command import call_with_recordings

    asyncio.run(call_with_recordings(url, recordings, print_line=console.print))


@app.command()
def demo(
    keep: Annotated[Path | None, typer.Option(help="Folder for the recording and the data.")] = None,
) -> None:
    """A synthesised caller phones in, runs a campaign and hears that it is done."""
    _settings()
    from agent.rehearsal.demo import run_demo

    raise SystemExit(asyncio.run(run_demo(keep, console)))


@app.command()
def bench(
    what: Annotated[str, typer.Argument(help="voice, engine, talk or studio; all without it.")] = "",
    only: Annotated[str, typer.Option(help="The same, as an option.")] = "",
    *,
    quick: Annotated[
        bool,
        typer.Option("--quick", help="Little of each of the voice's figures: that it works, not how well."),
    ] = False,
) -> None:
    """Measure, each figure beside its baseline in the same run."""
    _settings()
    from api.bench import run_benches

    asyncio.run(run_benches(what or only, console, quick=quick))


@app.command("eval")
def evaluate(
    *,
    brain: Annotated[
        str, typer.Option(help="An OpenAI-compatible server's URL; the embedded one without it.")
    ] = "",
    model: Annotated[str, typer.Option(help="The model at that server.")] = "",
    generated: Annotated[int, typer.Option(min=0, help="Scenarios to generate beside those by hand.")] = 160,
    seed: Annotated[int, typer.Option(help="Of what is generated and of the users' noise.")] = 1,
    only: Annotated[str, typer.Option(help="Scenario ids, as a glob.")] = "",
    kind: Annotated[str, typer.Option("--class", help="One class of scenarios.")] = "",
    repeats: Annotated[int, typer.Option(min=1, help="Times that each scenario is held.")] = 1,
    least: Annotated[float, typer.Option(help="Share that must pass every time.")] = 0.98,
    json: Annotated[Path | None, typer.Option(help="Write everything there.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page with the transcripts there.")] = None,
    spoken: Annotated[bool, typer.Option("--spoken", help="Over real calls, with synthetic voices.")] = False,
    heard: Annotated[
        bool, typer.Option("--heard", help="Through voice, telephone line and ears, without a call's clock.")
    ] = False,
    voices: Annotated[
        str, typer.Option(help="Voices of the callers, comma-separated: eSpeak's, or flite:NAME.")
    ] = "",
    noise: Annotated[float | None, typer.Option(help="Signal-to-noise ratio on the line, in dB.")] = None,
    pauses: Annotated[int, typer.Option(min=0, help="Milliseconds of pause within a turn.")] = 0,
    calls: Annotated[int, typer.Option(min=1, help="Scenarios drawn for spoken calls.")] = 10,
) -> None:
    """Hold many conversations with simulated users and compare the database with what they wanted."""
    settings = _settings()
    from agent.evaluation.command import Wanted
    from agent.evaluation.command import evaluate as run
    from agent.evaluation.scenario import BadScenario

    wanted = Wanted(
        brain=brain,
        model=model,
        generated=generated,
        seed=seed,
        only=only,
        class_=kind,
        repeats=repeats,
        least=least,
        json=json,
        html=html,
        spoken=spoken,
        heard=heard,
        voices=tuple(voice.strip() for voice in voices.split(",") if voice.strip()),
        noise=noise,
        pauses=pauses,
        calls=calls,
    )
    try:
        status = asyncio.run(run(wanted, settings, console))
    except BadScenario as error:
        console.print(f"[red]Wrong scenario:[/red] {escape(str(error))}")
        status = 1
    raise SystemExit(status)


@app.command()
def doctor() -> None:
    """Say what is in use, why, and what to mend."""
    settings = _settings()
    from api.doctor import examine

    checks = asyncio.run(examine(settings))
    for check in checks:
        mark = "[green]ok  [/green]" if check.ok else "[red]mend[/red]"
        console.print(f"{mark} [bold]{check.subject:<14}[/bold] {check.detail}")
    raise SystemExit(0 if all(check.ok for check in checks) else 1)


@app.command()
def migrate() -> None:
    """Bring the database to this version."""
    settings = _settings()
    from store.migrate import current, upgrade

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    upgrade(settings.database)
    console.print(f"The database is at revision {current(settings.database)}.")


@users.command("create")
def user_create(
    name: Annotated[str, typer.Argument(help="How the person is called.")],
    role: Annotated[str, typer.Option(help="owner, admin or member.")] = "member",
    phone: Annotated[str, typer.Option(help="Number that a caller is recognised by, +49…")] = "",
) -> None:
    """Add a person, and print a one-time sign-in link for them."""
    settings = _settings()
    from api.accounts import create_user

    link = asyncio.run(create_user(settings, name, role, phone))
    console.print(f"{name} can sign in once with {link} (good for 15 minutes).", soft_wrap=True)


@models.command("fetch")
def models_fetch(
    kind: Annotated[str, typer.Argument(help="whisper (ears) or piper (a voice).")],
    name: Annotated[
        str, typer.Argument(help="base.en, small.en, …; or a voice, en_US-lessac-medium, …")
    ] = "",
    revision: Annotated[str, typer.Option(help="Version of the model to fetch.")] = "main",
) -> None:
    """Fetch a model into the data directory, where `auto` finds it. Voices have licences of their own: read them."""
    settings = _settings()
    from agent.speech import choose, fetch

    if kind == "whisper":
        name = name or choose.DEFAULT_WHISPER
        folder = settings.data_dir / choose.FETCHED_WHISPER / Path(name).name
        made = fetch.fetch_whisper(name, folder, revision=revision)
    elif kind == "piper":
        folder = settings.data_dir / choose.FETCHED_PIPER
        made = fetch.fetch_piper(name or fetch.DEFAULT_PIPER, folder, revision=revision)
    else:
        raise typer.BadParameter("kind is whisper or piper")
    console.print(f"{made} is ready; `drumbeat doctor` says what is in use.", soft_wrap=True)


if __name__ == "__main__":
    main()
