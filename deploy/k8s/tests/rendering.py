"""Overlays as a cluster would be given them."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import yaml

from deploy.k8s import secrets

HERE: Final = Path(__file__).resolve().parents[1]
OVERLAYS: Final = ("laptop", "production")
RENDER_LIMIT_S: Final = 60
TOOLS: Final = (("kubectl", "kustomize"), ("kustomize", "build"))
"""Either renders; kubectl has kustomize within."""

OURS: Final = re.compile(r"(relance/|REGISTRY/relance-)")
"""Whoever runs it in production names a registry of his own."""

Manifest = Mapping[str, Any]


@cache
def rendered(overlay: str) -> tuple[Manifest, ...]:
    """Every object of an overlay. Fails where no tool is there to render it."""
    tool = next((words for words in TOOLS if shutil.which(words[0])), None)
    assert tool is not None, "kubectl or kustomize has to be installed to render the manifests"
    with TemporaryDirectory() as folder:
        copied = Path(folder, "k8s")
        shutil.copytree(HERE, copied, ignore=shutil.ignore_patterns("tests", "secrets", "*.py"))
        place = copied / "overlays" / overlay
        if overlay == "laptop":
            secrets.make(place)
        done = subprocess.run(
            [*tool, str(place)], capture_output=True, text=True, timeout=RENDER_LIMIT_S, check=False
        )
    assert done.returncode == 0, done.stderr
    return tuple(yaml.safe_load_all(done.stdout))


def of_kind(overlay: str, *kinds: str) -> Iterator[Manifest]:
    yield from (one for one in rendered(overlay) if one["kind"] in kinds)


def named(overlay: str, kind: str, name: str) -> Manifest:
    (found,) = (one for one in of_kind(overlay, kind) if name_of(one) == name)
    return found


def name_of(one: Manifest) -> str:
    return str(one["metadata"]["name"])


def pod_of(one: Manifest) -> Manifest:
    """What a Deployment, StatefulSet or Job makes pods of."""
    template: Manifest = one["spec"]["template"]
    return template


def ours(overlay: str) -> Iterator[tuple[Manifest, Manifest]]:
    """Each object that runs our images, with its only container."""
    for one in of_kind(overlay, "Deployment", "StatefulSet", "Job"):
        (container,) = pod_of(one)["spec"]["containers"]
        if OURS.match(container["image"]):
            yield one, container


def told(overlay: str, container: Manifest) -> dict[str, Any]:
    """Environment of a container; None for what only the cluster knows."""
    environment: dict[str, Any] = {}
    for source in container.get("envFrom", ()):
        if "configMapRef" in source:
            environment |= named(overlay, "ConfigMap", source["configMapRef"]["name"])["data"]
    environment |= {one["name"]: one.get("value") for one in container.get("env", ())}
    return environment
