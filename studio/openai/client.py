"""The client, and provider errors in the words of `MakerError`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import openai
from openai.types.responses import Response

from settings import Settings
from studio.ports import Brief, MakerError

REQUEST_TIMEOUT = 180.0
"""Seconds; an image at high quality or a web search takes up to two minutes."""


def openai_client(settings: Settings) -> openai.AsyncOpenAI:
    """One client for all makers. Retries are the engine's, so that each is counted and said."""
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else "none"
    return openai.AsyncOpenAI(
        api_key=key,
        base_url=settings.openai_base_url or None,
        max_retries=0,
        timeout=REQUEST_TIMEOUT,
    )


@contextmanager
def provider_errors() -> Iterator[None]:
    """Turns what the provider does wrong into a MakerError that says who, why and what to do."""
    try:
        yield
    except (openai.RateLimitError, openai.APIConnectionError, openai.InternalServerError) as error:
        if isinstance(error, openai.RateLimitError) and error.code == "insufficient_quota":
            raise MakerError(
                "the OpenAI account has no credit left", "add credit there, then restart"
            ) from error
        raise MakerError(
            f"OpenAI did not answer ({type(error).__name__})", "restart in a few minutes", transient=True
        ) from error
    except (openai.AuthenticationError, openai.PermissionDeniedError) as error:
        raise MakerError("OpenAI refused the key", "check DRUMBEAT_OPENAI_API_KEY, then restart") from error
    except openai.NotFoundError as error:
        raise MakerError(
            "OpenAI does not know the model", "check the model names in the settings, then restart"
        ) from error
    except openai.BadRequestError as error:
        raise MakerError(
            f"OpenAI refused the request: {error.message[:200]}", "change the brief, then restart"
        ) from error
    except (openai.OpenAIError, ValueError, TypeError, AttributeError) as error:
        # The client takes an answer apart before anything has checked its shape.
        raise MakerError(
            f"OpenAI answered what cannot be used ({type(error).__name__})", "restart", transient=True
        ) from error


def finished(response: Response) -> None:
    """Refuses an answer that declines, that was cut off, or that has no output. Raises MakerError."""
    if not isinstance(getattr(response, "output", None), list):
        raise MakerError("OpenAI answered what cannot be used (no output)", "restart", transient=True)
    if response.status in {"incomplete", "failed", "cancelled"}:
        raise MakerError(f"OpenAI did not finish its answer ({response.status})", "restart", transient=True)
    for item in response.output:
        for content in item.content if item.type == "message" else ():
            if content.type == "refusal":
                raise MakerError(
                    f"OpenAI declined: {content.refusal[:200]}", "change the brief, then restart"
                )


def provenance(maker: str, model: str, prompt: str, brief: Brief, **more: Any) -> dict[str, Any]:
    """Who made it, with which model, from which prompt; the prompt itself is the workspace's and not repeated."""
    return {
        "maker": maker,
        "model": model,
        "prompt_sha256": hashlib.sha256(prompt.encode()).hexdigest(),
        "seed": brief.seed,
        **more,
    }


def usage_of(response: Any) -> dict[str, int]:
    """Tokens in and out, where the provider counts them."""
    usage = getattr(response, "usage", None)
    if usage is None:
        return {}
    return {"input_tokens": usage.input_tokens, "output_tokens": usage.output_tokens}
