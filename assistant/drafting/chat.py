"""The seam to a language model: messages in, one JSON object out, or ModelFailed.

Everything that can go wrong with a model ends here in ModelFailed with one German sentence: it is
gone, slow, talks without end, breaks its JSON, or was switched off. LangChain is only imported when
a model is really asked, and its tracing to outside services is off.
"""

import json
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from assistant.errors import ModelFailed
from assistant.settings import Settings

KILL_SWITCH = "kein-sprachmodell"
_MOST_CHARACTERS = 24_000
_LOOK_AROUND = 0.2
_PAUSE = 1.0
_NOT_UNDERSTOOD = frozenset({400, 404, 415, 422, 500, 501})
_BUSY = frozenset({408, 409, 429, 502, 503, 529})
_BROKEN_OFF = "Das Sprachmodell hat seine Antwort nicht beendet."
_LIKE_OPENAI = ("openai:", "azure_openai:", "mistralai:", "groq:", "deepseek:")
_OPENAI_ITSELF = (".openai.com", ".azure.com")
_LOCAL_PROVIDERS = frozenset({"ollama", "llamacpp", "huggingface"})
_TRACING = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2")


_OUT_OF_TOKENS = "LengthFinishReasonError"
# What the client raises after the last chunk, when the answer is not of the form asked for.
_JUDGED_BY_US = frozenset({_OUT_OF_TOKENS, "ValidationError"})


@dataclass(frozen=True)
class _Cut:
    """The end of an answer that ran out of tokens."""

    content: str = ""


@dataclass(frozen=True)
class Reply:
    """What a model answered, parsed, with the tokens it says it took."""

    data: Any
    tokens_in: int = 0
    tokens_out: int = 0


@dataclass(frozen=True)
class ChatModel:
    """A language model that is asked one thing at a time. Nothing is opened before the first question."""

    name: str
    base_url: str = ""
    timeout: float = 60.0
    tokens: int = 1_200
    sources: int = 40
    api_key: str = field(default="", repr=False)
    kill_switch: Path | None = None
    chat: Any = None

    @property
    def remote(self) -> bool:
        """Whether what is sent leaves this machine."""
        host = urlsplit(self.base_url).hostname
        return not _is_loopback(host) if host else self.name.split(":")[0] not in _LOCAL_PROVIDERS

    @property
    def switched_off(self) -> bool:
        return bool(self.kill_switch and self.kill_switch.exists())

    def ask(
        self,
        system: str,
        user: str,
        schema: dict[str, Any],
        cancelled: Callable[[], bool] = lambda: False,
        within: float | None = None,
    ) -> Reply:
        """The JSON object that the model answers; asked once more when the answer is broken or the server
        busy, and with a looser schema or none when the server does not understand it.

        Raises ModelFailed. Takes at most `within` seconds in all, `timeout` where that is not given.
        """
        self._prepare()
        end = time.monotonic() + (self.timeout if within is None else within)
        messages = [("system", system), ("user", user)]
        for options in self._limited(_forms(self.name, schema)):
            try:
                return self._ask(messages, options, end, cancelled)
            except _Refused:
                continue
            except _Busy:
                time.sleep(max(0.0, min(_PAUSE, end - time.monotonic())))
                return self._ask(messages, options, end, cancelled)
            except _BrokenAnswer:
                return self._ask(messages, options, end, cancelled)
        raise ModelFailed("Der Sprachmodell-Server nimmt die Anfrage nicht an.")

    def _limited(self, forms: tuple[dict[str, Any], ...]) -> tuple[dict[str, Any], ...]:
        """With the limit by the name that a server knows.

        LangChain only sends OpenAI's newer name (`max_completion_tokens`). Servers that speak like OpenAI pass over it
        (llama-cpp-python talks until its context is full), so they are told the older one; a gateway to OpenAI that
        refuses that is asked last with the newer. Both at once OpenAI does not take.
        """
        if not self._is_like_openai:
            return forms
        *structured, plain = forms
        older = [{**form, "extra_body": {"max_tokens": self.tokens}} for form in structured]
        return (*older, {**plain, "max_tokens": self.tokens})

    @property
    def _is_like_openai(self) -> bool:
        """Whether the server speaks OpenAI's protocol and is not known to be OpenAI's."""
        host = urlsplit(self.base_url).hostname
        return bool(host) and self.name.startswith("openai:") and not f".{host}".endswith(_OPENAI_ITSELF)

    def _prepare(self) -> None:
        """Load the libraries before the clock runs; the model is not to blame for them."""
        if self.switched_off:
            raise ModelFailed("Das Sprachmodell ist abgeschaltet.")
        try:
            _ = self._chat
        except Exception as error:  # a name or package that LangChain does not have
            raise _translated(error, structured=False) from error

    def _ask(
        self, messages: list[tuple[str, str]], options: dict[str, Any], end: float, cancelled: Callable[[], bool]
    ) -> Reply:
        text, tokens_in, tokens_out, cut = "", 0, 0, False
        for chunk in self._chunks(messages, options, end, cancelled):
            text += _text_of(chunk)
            if len(text) > _MOST_CHARACTERS:
                raise ModelFailed(_BROKEN_OFF)
            usage = getattr(chunk, "usage_metadata", None) or {}
            tokens_in, tokens_out = tokens_in + usage.get("input_tokens", 0), tokens_out + usage.get("output_tokens", 0)
            cut = cut or _is_cut(chunk)
        return Reply(_json_in(text, cut), tokens_in, tokens_out)

    def _chunks(
        self, messages: list[tuple[str, str]], options: dict[str, Any], end: float, cancelled: Callable[[], bool]
    ) -> Iterator[Any]:
        """The chunks of the answer as they come, none after the end.

        They are read in a thread of their own: a server that keeps the line open without saying
        anything must hold up nobody.
        """
        chunks: queue.Queue[Any] = queue.Queue(maxsize=64)
        stopped = threading.Event()
        threading.Thread(target=self._read, args=(messages, options, chunks, stopped), daemon=True).start()
        try:
            while True:
                if self.switched_off or cancelled():
                    raise ModelFailed("Das Sprachmodell wurde abgeschaltet.")
                left = end - time.monotonic()
                if left <= 0:
                    raise ModelFailed(
                        f"Das Sprachmodell hat nicht innerhalb von {self.timeout:.0f} Sekunden geantwortet."
                    )
                try:
                    chunk = chunks.get(timeout=min(left, _LOOK_AROUND))
                except queue.Empty:
                    continue
                if chunk is None:
                    return
                if isinstance(chunk, ModelFailed):
                    raise chunk
                yield chunk
        finally:
            stopped.set()

    def _read(
        self, messages: list[tuple[str, str]], options: dict[str, Any], chunks: queue.Queue, stopped: threading.Event
    ) -> None:
        """Put the chunks into the queue, then None; every error of the libraries beneath is translated."""

        def put(item: Any) -> None:
            while not stopped.is_set():
                with suppress(queue.Full):
                    return chunks.put(item, timeout=_LOOK_AROUND)

        try:
            for chunk in self._chat.stream(messages, **options):
                if stopped.is_set():
                    return
                put(chunk)
            put(None)
        except Exception as error:  # every provider raises its own errors; most mean: no answer
            kind = type(error).__name__
            if kind == _OUT_OF_TOKENS:
                put(_Cut())
            put(None if kind in _JUDGED_BY_US else _translated(error, bool(options)))

    @cached_property
    def _chat(self) -> Any:
        if self.chat is not None:
            return self.chat
        for name in _TRACING:
            os.environ[name] = "false"
        from langchain.chat_models import init_chat_model

        options: dict[str, Any] = {
            "timeout": self.timeout,
            "max_retries": 0,  # a server that is slow must not be asked the same again behind our back
            "temperature": 0,
        }
        if not self._is_like_openai:
            options["max_tokens"] = self.tokens
        if self.base_url:
            options["base_url"] = self.base_url
        if self.api_key or _is_loopback(urlsplit(self.base_url).hostname):
            options["api_key"] = self.api_key or "ohne"
        return init_chat_model(self.name, **options)


class _BrokenAnswer(ModelFailed):
    """The answer is no JSON object."""


class _Busy(ModelFailed):
    """The server has no time for this now."""


class _Refused(ModelFailed):
    """The server does not take the request as it is, perhaps for want of structured output."""


def open_model(settings: Settings, name: str | None = None) -> ChatModel | None:
    """The model that `name` or the settings name; None when there is none or it is switched off."""
    name = (name or settings.chat_model).strip()
    if not name:
        return None
    return ChatModel(
        name=name,
        base_url=settings.chat_base_url,
        timeout=settings.chat_timeout,
        tokens=settings.chat_tokens,
        sources=settings.chat_sources,
        api_key=settings.chat_api_key.get_secret_value(),
        kill_switch=settings.data_dir / KILL_SWITCH,
    )


def as_model(model: Any, settings: Settings) -> ChatModel | None:
    """A model however it was given: ours, its name, or any LangChain chat model."""
    if model is None or isinstance(model, ChatModel):
        return model
    if isinstance(model, str):
        return open_model(settings, model)
    name = str(getattr(model, "model_name", None) or getattr(model, "model", None) or type(model).__name__)
    base_url = str(getattr(model, "openai_api_base", None) or getattr(model, "base_url", None) or "")
    return ChatModel(
        name,
        base_url,
        settings.chat_timeout,
        sources=settings.chat_sources,
        kill_switch=settings.data_dir / KILL_SWITCH,
        chat=model,
    )


def _forms(name: str, schema: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """The ways to tell a provider the form of the answer, strictest first; the prompt says it anyway."""
    if name.startswith("ollama:"):
        return ({"format": schema}, {})
    if ":" in name and not name.startswith(_LIKE_OPENAI):
        return ({},)
    strict = {"type": "json_schema", "json_schema": {"name": "antwort", "schema": schema, "strict": True}}
    loose = {"type": "json_object", "schema": schema}
    return ({"response_format": strict}, {"response_format": loose}, {})


def _text_of(chunk: Any) -> str:
    content = getattr(chunk, "content", chunk)
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content or () if isinstance(part, dict))


def _is_cut(chunk: Any) -> bool:
    """Whether the model had no tokens left: asked again, it would break off at the same place."""
    said = getattr(chunk, "response_metadata", None) or {}
    return isinstance(chunk, _Cut) or said.get("finish_reason") == "length" or said.get("done_reason") == "length"


def _json_in(text: str, cut: bool = False) -> Any:
    """The first JSON object in the answer, whatever stands around it; of one that breaks off what is whole."""
    start = text.find("{")
    try:
        value, _ = json.JSONDecoder().raw_decode(text[start:]) if start >= 0 else (None, 0)
    except (ValueError, RecursionError) as error:
        value = _whole_part(text[start:])
        if value is None and cut:
            raise ModelFailed(_BROKEN_OFF) from error
        if value is None:
            raise _BrokenAnswer("Die Antwort des Sprachmodells war unvollständig oder kein gültiges JSON.") from error
    if not isinstance(value, dict):
        raise _BrokenAnswer("Das Sprachmodell hat nichts Verwertbares geantwortet.")
    return value


def _whole_part(text: str) -> Any:
    """An object that breaks off in its list of objects, without the one that is not whole; None where none is."""
    last = text.rfind("}")
    try:
        return json.loads(text[: last + 1] + "]}") if last > 0 else None
    except (ValueError, RecursionError):
        return None


def _is_loopback(host: str | None) -> bool:
    if not host:
        return False
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _translated(error: Exception, structured: bool) -> ModelFailed:
    """One sentence for people; the words of the library may hold addresses and keys, its kind does not."""
    kind = type(error).__name__
    if structured and getattr(error, "status_code", None) in _NOT_UNDERSTOOD:
        return _Refused("Der Sprachmodell-Server nimmt die Anfrage nicht an.")
    if getattr(error, "status_code", None) in _BUSY:
        return _Busy("Der Sprachmodell-Server ist überlastet.")
    if "Timeout" in kind:
        return ModelFailed("Das Sprachmodell hat nicht rechtzeitig geantwortet.")
    if "Connect" in kind:
        return ModelFailed("Das Sprachmodell ist nicht erreichbar.")
    if isinstance(error, ImportError):
        return ModelFailed("Für dieses Sprachmodell fehlt ein Paket von LangChain (zum Beispiel langchain-ollama).")
    return ModelFailed(f"Das Sprachmodell hat mit einem Fehler geantwortet ({kind}).")
