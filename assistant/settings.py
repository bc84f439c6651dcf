"""One settings object, the only reader of the environment (prefix COMMON_GROUND_, or .env)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import platformdirs
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import UsageError

_CHECKOUT = Path(__file__).resolve().parents[1]
MODEL_CALLS = ("answers", "follow-ups", "claims", "verdicts", "stances", "talking-points")


class Settings(BaseSettings):
    """What a user can set. Each field is COMMON_GROUND_<NAME> in the environment."""

    model_config = SettingsConfigDict(
        env_prefix="COMMON_GROUND_", env_file=".env", extra="ignore", frozen=True
    )

    data_dir: Path = Field(
        default=Path(platformdirs.user_data_dir("common-ground")),
        description="index, record and conversations",
    )
    corpus_dir: Path = Field(default=_CHECKOUT / "corpus", description="briefs and vocabularies")
    prompts_dir: Path = Field(default=_CHECKOUT / "prompts", description="wording and templates")
    embedding_model: str | None = Field(
        default=None, description="a sentence-transformers model by name or folder"
    )
    nli_model: str | None = Field(
        default=None, description="an NLI cross-encoder of sentence-transformers as the verifier"
    )
    nli_languages: str = Field(
        default="en", description="the languages that nli_model reads, with commas: en,zh"
    )
    chroma_url: str | None = Field(
        default=None, description="a Chroma server instead of the embedded folder"
    )
    allow_private_addresses: bool = Field(
        default=False, description="`add` and `fetch` may use addresses inside this network"
    )
    model: str | None = Field(
        default=None, description="a chat model, provider first: ollama:qwen3, openai:gpt-5"
    )
    model_url: str | None = Field(
        default=None, description="where the chat model is served, if not at its provider's"
    )
    model_seconds: float = Field(
        default=120, gt=0, le=3600, description="how long a reply of the chat model may take"
    )
    model_retries: int = Field(
        default=2, ge=0, le=10, description="how often a failed call is tried again"
    )
    model_reads: int | None = Field(
        default=None, ge=1024, description="tokens the chat model can take, reply included"
    )
    model_for: str = Field(
        default=", ".join(MODEL_CALLS),
        description="what the chat model is asked for, with commas; what it is not gets nothing",
    )
    host: str = Field(default="127.0.0.1", description="address the page listens on")
    port: int = Field(default=7860, ge=1, le=65535, description="port the page listens on")

    def __init__(self, **values: Any) -> None:
        """Read the environment; UsageError names a setting that makes no sense."""
        try:
            super().__init__(**values)
        except ValidationError as error:
            first = error.errors()[0]
            name = f"COMMON_GROUND_{'_'.join(map(str, first['loc'])).upper()}"
            told = first["msg"].removeprefix("Value error, ")
            raise UsageError(f"{name} is {first['input']!r}: {told}.") from error

    @field_validator("model_for")
    @classmethod
    def _known_calls(cls, value: str) -> str:
        unknown = [one for one in _words(value) if one not in MODEL_CALLS]
        if unknown:
            raise ValueError(f"{unknown[0]!r} is none of: {', '.join(MODEL_CALLS)}")
        return value

    def asks_model(self, call: str) -> bool:
        """Whether a chat model is set and is to be asked for this: one of MODEL_CALLS."""
        return self.model is not None and call in _words(self.model_for)

    @field_validator(
        "embedding_model",
        "nli_model",
        "chroma_url",
        "model",
        "model_url",
        "model_reads",
        mode="before",
    )
    @classmethod
    def _blank_is_unset(cls, value: object) -> object:
        return None if value == "" else value


def _words(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]
