"""What ingestion is told by its environment beside what every service is told."""

from pydantic import Field

from libs.chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """Settings of ingestion."""

    port: int = Field(default=8102, ge=0, le=65535)
    import_idle_s: float = Field(default=600.0, gt=0)
    """An import without a document for so long, by the wall clock, is over."""
