"""Settings: environment `VORLAGEN_*` over `vorlagen.toml` over defaults."""

from functools import cached_property
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from assistant.errors import WrongUsage


class Settings(BaseSettings):
    """One town hall's settings. Everything that is written lies under `data_dir`."""

    model_config = SettingsConfigDict(env_prefix="VORLAGEN_", toml_file="vorlagen.toml", extra="forbid", frozen=True)

    data_dir: Path = Field(default=Path("data"), description="Ordner für alles, was geschrieben wird")
    database_url: str = Field(default="", description="leer: SQLite im Datenordner; sonst postgresql+psycopg://…")
    chroma_url: str = Field(default="", description="leer: eigener lokaler Vektorspeicher; sonst Chroma-Adresse")
    embedding_model: str = Field(default="", description="leer: das gelernte oder mitgelieferte; sonst Name oder Pfad")
    chat_model: str = Field(default="", description="leer: kein Sprachmodell; sonst wie in LangChain, z. B. ollama:…")
    chat_base_url: str = Field(default="", description="Adresse des Sprachmodell-Servers")
    chat_api_key: SecretStr = Field(default=SecretStr(""), description="Schlüssel des Sprachmodell-Servers")
    chat_timeout: float = Field(default=60.0, gt=0, description="Sekunden bis zum Abbruch einer Modellanfrage")
    chat_sources: int = Field(default=40, gt=0, description="wie viele frühere Sätze ein Modell je Frage sieht")
    chat_tokens: int = Field(default=1200, gt=0, description="wie viele Token ein Modell höchstens antwortet")
    confidence: float = Field(default=0.3, ge=0, le=1, description="Ab welcher Sicherheit etwas als Antwort gilt")
    sync_hours: float = Field(default=0.0, ge=0, description="Abgleich der OParl-Systeme alle so viele Stunden; 0: nie")
    town_profile: Path | None = Field(default=None, description="TOML-Datei mit Namen, Stationen und Fristen der Stadt")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @cached_property
    def database(self) -> str:
        """The SQLAlchemy URL of the one truth."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'vorlagen.sqlite3').resolve()}"


def load_settings() -> Settings:
    """The settings of this process.

    Raises WrongUsage naming every setting that is wrong; values are not repeated, they may be secret.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = ", ".join(f"VORLAGEN_{'.'.join(map(str, e['loc'])).upper()}" for e in error.errors())
        raise WrongUsage(
            f"Ungültige Einstellung: {wrong}. Bitte in der Umgebung oder in vorlagen.toml berichtigen."
        ) from error
    except ValueError as error:
        raise WrongUsage("vorlagen.toml ist kein gültiges TOML. Bitte die Datei berichtigen.") from error
