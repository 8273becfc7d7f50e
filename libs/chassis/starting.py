"""The start of a service's process: what is loaded is no garbage, and is not searched for any."""

import gc
from importlib import import_module


def start(package: str) -> None:
    """Load a service with the collector off, which saves a tenth of its start, and run it."""
    gc.disable()
    process = import_module("libs.chassis.process")
    app, settings = (import_module(f"{package}.{module}") for module in ("app", "settings"))
    gc.enable()
    process.run(app.make, settings.Settings)
