"""What the manifests name is what the services read, and each is valid in the last four minors."""

import importlib
from typing import Any, Final

import httpx
import kubernetes_validate
import pytest

from deploy.k8s import secrets
from deploy.k8s.tests.rendering import (
    HERE,
    OVERLAYS,
    Manifest,
    name_of,
    named,
    of_kind,
    ours,
    pod_of,
    rendered,
    told,
)
from deploy.local.broker_settings import as_environment, one_node
from deploy.local.database import SETTINGS
from libs.chassis import preparing
from libs.chassis import secrets as secret_files
from libs.chassis.front import DRAIN_S
from libs.chassis.http import Face, Readiness, make_app
from libs.chassis.identity import Tokens
from libs.chassis.secrets import make_secrets
from libs.chassis.settings import PREFIX, ServiceSettings
from libs.chassis.telemetry import Gauges
from libs.events.contracts.topology import TOPOLOGY
from libs.testkit.containers import HEAP, KAFKA_IMAGE, POSTGRES_IMAGE

MINORS: Final = 4
every_overlay = pytest.mark.parametrize("overlay", OVERLAYS)
every_service = pytest.mark.parametrize("service", sorted(TOPOLOGY))
SERVICES: Final = (*TOPOLOGY, "console")
"""Those that have a log, and the one that shows what they say."""


def _minors() -> list[str]:
    """The last ones that there are schemas of."""
    major, last, _ = kubernetes_validate.latest_version().split(".")
    return [f"{major}.{int(last) - back}" for back in range(MINORS)]


def _settings_of(service: str) -> type[ServiceSettings]:
    found: type[ServiceSettings] = importlib.import_module(f"services.{service}.settings").Settings
    return found


def _service_of(one: Manifest) -> str:
    return str(one["metadata"]["labels"]["app.kubernetes.io/name"])


@pytest.mark.parametrize("minor", sorted(_minors()))
@every_overlay
def test_every_object_is_valid(overlay: str, minor: str) -> None:
    for one in rendered(overlay):
        kubernetes_validate.validate(one, minor, strict=True)


def test_an_object_with_a_field_that_does_not_exist_is_found() -> None:
    wrong = {**rendered("production")[0], "spek": {}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, _minors()[0], strict=True)


@every_overlay
def test_every_service_has_an_api_and_workers(overlay: str) -> None:
    for kind, role in (("Deployment", "api"), ("StatefulSet", "worker")):
        found = {
            _service_of(one): container["args"]
            for one, container in ours(overlay)
            if one["kind"] == kind
        }
        expected = {service: ["--role", role] for service in TOPOLOGY}
        shows_pages = {"console": ["--role", "all"]} if role == "api" else {}
        assert found == expected | shows_pages


@every_overlay
def test_what_is_set_is_read_and_what_must_be_set_is(overlay: str) -> None:
    every = {service: set(_settings_of(service).model_fields) for service in SERVICES}
    known = {f"{PREFIX}{field.upper()}" for fields in every.values() for field in fields}
    for one, container in ours(overlay):
        environment = told(overlay, container)
        assert environment.keys() <= known, name_of(one)
        fields = ServiceSettings.model_fields
        needed = {f"{PREFIX}{name.upper()}" for name in fields if fields[name].is_required()}
        assert needed <= environment.keys(), name_of(one)


@every_overlay
@every_service
def test_settings_are_as_a_service_takes_them(
    overlay: str, service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = named(overlay, "StatefulSet", f"{service}-worker")
    (container,) = pod_of(worker)["spec"]["containers"]
    for name, value in told(overlay, container).items():
        monkeypatch.setenv(name, value if value is not None else "from-the-cluster")
    settings = _settings_of(service)()
    (port,) = container["ports"]
    assert settings.port == port["containerPort"]
    assert settings.host == "0.0.0.0"
    assert str(settings.secrets) in {one["mountPath"] for one in container["volumeMounts"]}
    grace_s = pod_of(worker)["spec"]["terminationGracePeriodSeconds"]
    assert grace_s > settings.drain_s * 1.5 + DRAIN_S


@every_overlay
async def test_probes_ask_what_a_process_answers(overlay: str, tmp_path: Any) -> None:
    face = Face(
        title="a service",
        tokens=Tokens(make_secrets(tmp_path).token_key()),
        gauges=Gauges("a service"),
        readiness=lambda: Readiness(True, {}),
        routers=[],
        body_bytes_max=1024,
    )
    probes = ("startupProbe", "livenessProbe", "readinessProbe")
    there = httpx.ASGITransport(make_app(face))
    async with httpx.AsyncClient(transport=there, base_url="http://pod") as http:
        for one, container in ours(overlay):
            for asked in (container[probe]["httpGet"] for probe in probes if probe in container):
                assert (await http.get(asked["path"])).status_code == 200, name_of(one)
                assert asked["port"] in {port["name"] for port in container["ports"]}
            assert one["kind"] == "Job" or set(probes) <= container.keys()


@every_overlay
def test_nothing_of_ours_runs_as_root_or_writes_where_it_stands(overlay: str) -> None:
    for one, container in ours(overlay):
        pod = pod_of(one)["spec"]
        assert pod["securityContext"]["runAsNonRoot"] is True, name_of(one)
        assert pod["automountServiceAccountToken"] is False
        assert pod["enableServiceLinks"] is False
        bare = container["securityContext"]
        assert bare["readOnlyRootFilesystem"] is True
        assert bare["allowPrivilegeEscalation"] is False
        assert bare["capabilities"] == {"drop": ["ALL"]}
        assert container["resources"]["limits"]["memory"]


@every_overlay
def test_selectors_find_pods_and_ports_have_names_there(overlay: str) -> None:
    pods = [
        (pod_of(one)["metadata"]["labels"], pod_of(one)["spec"]["containers"][0])
        for one in of_kind(overlay, "Deployment", "StatefulSet", "Job")
    ]
    for one in of_kind(overlay, "Service", "PodDisruptionBudget", "NetworkPolicy"):
        spec = one["spec"]
        chosen = spec.get("podSelector", spec.get("selector"))
        labels = chosen.get("matchLabels", {} if chosen == {} else chosen)
        found = [container for had, container in pods if labels.items() <= had.items()]
        assert found, name_of(one)
        ports = {port["name"] for container in found for port in container.get("ports", ())}
        for rule in spec.get("ingress", ()):
            assert {port["port"] for port in rule["ports"]} <= ports, name_of(one)


def test_the_laptops_secrets_are_the_files_that_services_read(tmp_path: Any) -> None:
    folder = secrets.make(tmp_path)
    found = next(one for one in of_kind("laptop", "Secret") if "secrets" in name_of(one))
    read = {
        secret_files.MASTER_KEY,
        secret_files.ID_SECRET,
        secret_files.KEYRING_PASSWORD,
        secret_files.READER_PASSWORD,
        secret_files.TOKEN_PUBLIC,
    }
    assert found["data"].keys() == read
    password = (folder / secrets.PASSWORD).read_text()
    assert (folder / secrets.ADDRESS).read_text().split(":")[2].partition("@")[0] == password
    before = password
    secrets.make(tmp_path)
    assert (folder / secrets.PASSWORD).read_text() == before


def test_the_laptops_broker_and_database_are_those_of_the_tests() -> None:
    (broker,) = pod_of(named("laptop", "StatefulSet", "kafka"))["spec"]["containers"]
    (database,) = pod_of(named("laptop", "StatefulSet", "postgres"))["spec"]["containers"]
    assert (broker["image"], database["image"]) == (KAFKA_IMAGE, POSTGRES_IMAGE)
    environment = {one["name"]: one["value"] for one in broker["env"]}
    assert environment["KAFKA_HEAP_OPTS"] == HEAP
    assert as_environment(one_node()).items() <= environment.items()
    assert f"max_connections={SETTINGS['max_connections']}" in database["args"]


def test_the_job_runs_what_prepares() -> None:
    (job,) = of_kind("production", "Job")
    (container,) = pod_of(job)["spec"]["containers"]
    assert container["command"] == ["python", "-m", preparing.__name__]


def test_workers_are_scaled_by_a_metric_that_they_export_and_never_beyond_partitions() -> None:
    scaled = list(of_kind("production", "HorizontalPodAutoscaler"))
    assert {one["spec"]["scaleTargetRef"]["name"] for one in scaled} == {
        name_of(one) for one in of_kind("production", "StatefulSet")
    }
    (config,) = of_kind("production", "ConfigMap")
    exported = Gauges("a service").text().decode()
    for one in scaled:
        (metric,) = one["spec"]["metrics"]
        assert f"# TYPE {metric['pods']['metric']['name']} gauge" in exported
        assert one["spec"]["maxReplicas"] <= int(config["data"]["RELANCE_PARTITIONS"])


@every_overlay
@every_service
def test_who_reads_metrics_may_read_those_of_both(overlay: str, service: str) -> None:
    reads = {"namespaceSelector": {"matchLabels": {"relance.io/may-read-metrics": "true"}}}
    for role in ("api", "worker"):
        (rule,) = named(overlay, "NetworkPolicy", f"{service}-{role}")["spec"]["ingress"]
        assert reads in rule["from"]


def test_production_names_no_image_that_somebody_else_may_own() -> None:
    for _, container in ours("production"):
        assert container["image"].startswith("REGISTRY/relance-")
    assert len(list(ours("production"))) == 2 * len(TOPOLOGY) + 2


def test_production_brings_no_secret() -> None:
    assert list(of_kind("production", "Secret")) == []
    assert not (HERE / "overlays" / "production" / "secrets").exists()


@every_overlay
def test_the_console_finds_every_service_that_it_asks(overlay: str) -> None:
    (container,) = pod_of(named(overlay, "Deployment", "console-api"))["spec"]["containers"]
    environment = told(overlay, container)
    there = {name_of(one) for one in of_kind(overlay, "Service")}
    asked = [one for one in TOPOLOGY if f"{one}_url" in _settings_of("console").model_fields]
    assert len(asked) == 7
    for service in asked:
        assert environment[f"RELANCE_{service.upper()}_URL"] == f"http://{service}-api"
        assert f"{service}-api" in there
