"""Chat models of any provider that LangChain knows, behind the ChatModel port.

Keys come from each provider's usual variable. Traces are never sent to anybody, whatever
LangChain's own variables say: questions and evidence go to the model and nowhere else.
"""

from __future__ import annotations

import importlib
import re
import time
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Never

import httpx
from langchain.chat_models import init_chat_model
from langchain_core import exceptions as told
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.output_parsers import PydanticOutputParser
from langsmith import tracing_context

from assistant.domain import Usage
from assistant.errors import ModelError
from assistant.ports import Form, Piece, Prompt
from assistant.settings import Settings

WRITES = 1024  # tokens of a reply
READS = 8192  # tokens of a model whose provider does not say how many it takes
_RAISED: tuple[type[BaseException], ...] = (
    told.LangChainException,
    httpx.HTTPError,
    OSError,
    RuntimeError,
)
_ENDED = frozenset({"finish_reason", "done_reason", "stop_reason"})  # in a reply's last chunk
_TOO_LONG = re.compile(
    r"context.{0,12}(?:length|window|size)|maximum.{0,20}tokens|too many tokens|prompt is too long",
    re.IGNORECASE,
)
_NONSENSE = (ValueError, TypeError, LookupError, AttributeError)  # a client on a broken reply


@dataclass(frozen=True, slots=True)
class Provider:
    """How a provider is installed, which variable holds its key, what its client calls things."""

    extra: str
    package: str
    key: str | None
    limit: str = "max_tokens"
    errors: str | None = None  # the root of what its client raises, where LangChain's isn't


PROVIDERS = {
    "openai": Provider("openai", "langchain_openai", "OPENAI_API_KEY", errors="openai:OpenAIError"),
    "ollama": Provider(
        "ollama", "langchain_ollama", None, "num_predict", errors="ollama:ResponseError"
    ),
    "anthropic": Provider(
        "anthropic", "langchain_anthropic", "ANTHROPIC_API_KEY", errors="anthropic:AnthropicError"
    ),
    "google_genai": Provider(
        "google",
        "langchain_google_genai",
        "GOOGLE_API_KEY",
        "max_output_tokens",
        errors="langchain_google_genai._common:GoogleGenerativeAIError",
    ),
    "mistralai": Provider("mistral", "langchain_mistralai", "MISTRAL_API_KEY"),
    "deepseek": Provider(
        "deepseek", "langchain_deepseek", "DEEPSEEK_API_KEY", errors="openai:OpenAIError"
    ),
}
_ALSO = {"google": "google_genai", "gemini": "google_genai", "mistral": "mistralai"}


class LangChainChat:
    """A ChatModel over one of LangChain's, made when it is first used; nothing is sent before."""

    def __init__(self, settings: Settings, model: str) -> None:
        """`model` is provider and name: ollama:qwen3."""
        provider, _, name = model.partition(":")
        self._provider_name = _ALSO.get(provider, provider)
        self._model_name = name
        self._settings = settings
        self._seconds = settings.model_seconds
        self._where = settings.model_url or self._provider_name
        self.name = f"{self._provider_name}:{name}" if name else model

    @property
    def _provider(self) -> Provider:
        provider = PROVIDERS.get(self._provider_name)
        if provider is None or not self._model_name:
            raise ModelError(
                f"COMMON_GROUND_MODEL is {self.name!r}; it has to name provider and model, as in "
                f"ollama:qwen3. Providers: {', '.join(PROVIDERS)}. A server that speaks OpenAI's "
                "protocol is openai:NAME with COMMON_GROUND_MODEL_URL."
            )
        return provider

    @cached_property
    def _model(self) -> BaseChatModel:
        """LangChain's model; ModelError names the package to install or the missing key."""
        row = self._provider
        try:
            importlib.import_module(row.package)
        except ImportError as error:
            raise ModelError(
                f"{self.name} needs a package that is not installed: "
                f"pip install 'common-ground[{row.extra}]'"
            ) from error
        return _made(self.name, row, _options(self._provider_name, self._settings))

    @property
    def reads(self) -> int:
        """Tokens of a whole prompt: what the model takes, less its reply."""
        profile = self._model.profile or {}
        whole = self._settings.model_reads or profile.get("max_input_tokens") or READS
        return max(int(whole) - WRITES, 0)

    @property
    def _constrained(self) -> bool:
        """Whether its server can hold a reply to a schema."""
        own = self._provider_name == "openai" and not self._settings.model_url
        return own or self._provider_name == "ollama"

    def stream(self, prompt: Prompt) -> Generator[Piece, None, None]:
        """The reply piece by piece; ModelError also where it takes longer than is set."""
        until = time.monotonic() + self._seconds
        with tracing_context(enabled=False), closing(self._opened(_messages(prompt))) as chunks:
            ended = False
            while True:
                with self._explained():
                    chunk = next(chunks, None)
                if chunk is None:
                    break
                ended = ended or not _ENDED.isdisjoint(chunk.response_metadata)
                used = chunk.usage_metadata
                usage = Usage(used["input_tokens"], used["output_tokens"]) if used else None
                yield Piece(chunk.text, usage)
                if time.monotonic() > until:
                    self._too_long()
        if not ended:
            raise ModelError(f"{self.name}: the reply broke off.")

    def fill_in(self, prompt: Prompt, form: type[Form]) -> Form:
        """The form, read from plain JSON: no tools are called, so that small models can do it too.

        Where the server can hold a reply to a schema (Ollama, OpenAI itself), it is asked to.
        """
        parser: PydanticOutputParser[Form] = PydanticOutputParser(pydantic_object=form)
        messages = _messages(prompt, parser.get_format_instructions())
        reply = self._whole(messages, form)
        try:
            return parser.parse(_without_thoughts(reply))
        except told.OutputParserException as mistake:
            shown = f"That could not be read: {mistake}\nReply again with the JSON object alone."
            again = [*messages, AIMessage(reply or "(nothing)"), HumanMessage(shown)]
            second = self._whole(again, form)
        try:
            return parser.parse(_without_thoughts(second))
        except told.OutputParserException as error:
            raise ModelError(
                f"{self.name} did not fill in {form.__name__}, asked twice: {second[:200]!r}. "
                "A larger model may."
            ) from error

    def _whole(self, messages: list[BaseMessage], form: type[Form]) -> str:
        model: Any = self._model
        if self._constrained:
            model = model.with_structured_output(form, method="json_schema", include_raw=True)
        with tracing_context(enabled=False), self._explained():
            reply = model.invoke(messages)
            raw: BaseMessage = reply["raw"] if self._constrained else reply
            return raw.text

    def _opened(self, messages: list[BaseMessage]) -> Any:
        """The provider's chunks, as a generator that can be closed."""
        return self._model.stream(messages)

    def _too_long(self) -> Never:
        raise ModelError(
            f"{self.name} took longer than {self._seconds:g} seconds. "
            "COMMON_GROUND_MODEL_SECONDS allows more."
        )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """What a provider's client raises, as a ModelError that says what to do."""
        raised = _raised_by(self._provider)
        try:
            yield
        except raised as error:
            raise ModelError(self._explanation(error)) from error
        except _NONSENSE as error:
            raise ModelError(
                f"{self.name} sent something that is no reply ({_brief(error)}). "
                f"Maybe {self._where} is no server of that kind."
            ) from error

    def _explanation(self, error: BaseException) -> str:
        name, code = self.name, getattr(error, "status_code", None)
        key = f"Set {self._provider.key}." if self._provider.key else "Its server wants a key."
        rows: tuple[tuple[bool, str], ...] = (
            (code == 401 or isinstance(error, told.ModelAuthenticationError),
             f"{name}: the key was refused (401). {key}"),
            (code == 403 or isinstance(error, told.ModelPermissionDeniedError),
             f"{name}: the key may not use this model (403)."),
            (code == 404 or isinstance(error, told.ModelNotFoundError),
             f"{name}: {self._where} has no such model (404). COMMON_GROUND_MODEL names it."),
            (code == 429 or isinstance(error, told.ModelRateLimitError),
             f"{name}: too many requests, or the quota is spent (429). Try again later."),
            (isinstance(error, told.ContextOverflowError) or bool(_TOO_LONG.search(str(error))),
             f"{name}: the evidence is too long for it. COMMON_GROUND_MODEL_READS sets its limit."),
            (isinstance(error, told.ModelTimeoutError | httpx.TimeoutException | TimeoutError),
             f"{name} did not answer within {self._seconds:g} seconds. "
             "COMMON_GROUND_MODEL_SECONDS allows more."),
            (isinstance(error, told.ModelConnectionError | httpx.ConnectError | ConnectionError),
             f"{name}: no server answers at {self._where}. Is it running? "
             "COMMON_GROUND_MODEL_URL says where."),
            (isinstance(error, httpx.RemoteProtocolError | httpx.ReadError),
             f"{name}: the connection broke off."),
        )  # fmt: skip
        if isinstance(code, int) and code >= 500:
            return f"{name}: its server failed ({code}): {_brief(error)}. Try again later."
        said = next((text for applies, text in rows if applies), None)
        return said or f"{name}: {f'({code}) ' if code else ''}{_brief(error)}"


def _made(name: str, row: Provider, options: dict[str, Any]) -> BaseChatModel:
    provider, _, model = name.partition(":")
    raised: tuple[type[BaseException], ...] = (*_raised_by(row), ValueError)
    try:
        made: BaseChatModel = init_chat_model(model, model_provider=provider, **options)
        return made
    except raised as error:
        if provider == "openai" and "base_url" in options and "api_key" not in options:
            return _made(name, row, {**options, "api_key": "none"})  # a local server wants none
        key = f" Its key is read from {row.key}." if row.key else ""
        raise ModelError(f"{name} cannot be used: {_brief(error)}.{key}") from error


def _options(provider: str, settings: Settings) -> dict[str, Any]:
    """What the provider's client is made with."""
    options: dict[str, Any] = {PROVIDERS[provider].limit: WRITES}
    if settings.model_url:
        options["base_url"] = settings.model_url
    if provider == "ollama":
        options |= {
            "client_kwargs": {"timeout": settings.model_seconds},
            "num_ctx": settings.model_reads or READS,  # its own default cuts evidence silently
            "reasoning": False,
            "temperature": 0,
        }
    else:
        options |= {"timeout": settings.model_seconds, "max_retries": settings.model_retries}
    if provider in ("openai", "deepseek"):
        options["stream_usage"] = True
    if provider == "openai" and settings.model_url:
        options["temperature"] = 0  # OpenAI's own reasoning models take no other than 1
    return options


def _raised_by(provider: Provider) -> tuple[type[BaseException], ...]:
    """What a call of this provider's client can raise."""
    if provider.errors is None:
        return _RAISED
    module, _, name = provider.errors.partition(":")
    root: type[BaseException] = getattr(importlib.import_module(module), name)
    return (*_RAISED, root)


def _messages(prompt: Prompt, more: str = "") -> list[BaseMessage]:
    request = f"{prompt.request}\n\n{more}" if more else prompt.request
    return [SystemMessage(prompt.rules), HumanMessage(request)]


def _without_thoughts(reply: str) -> str:
    """The reply after the thoughts that some models write down before it."""
    return reply.rpartition("</think>")[2]


def _brief(error: BaseException) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__
