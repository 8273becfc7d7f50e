"""Tests in containers run on the broker that the local stack runs."""

import re

from deploy.local.kafka_jars import POM
from libs.testkit.containers import KAFKA_IMAGE, kafka_environment


def test_the_image_is_the_kafka_that_the_local_stack_pins() -> None:
    pinned = re.search(
        r"<artifactId>kafka_2.13</artifactId>\s*<version>([^<]+)<", POM.read_text("utf-8")
    )

    assert pinned is not None
    assert KAFKA_IMAGE.endswith(f":{pinned.group(1)}")


def test_the_container_tells_its_clients_the_port_that_they_can_reach() -> None:
    environment = kafka_environment(port=23_456)

    assert environment["KAFKA_ADVERTISED_LISTENERS"] == "PLAINTEXT://127.0.0.1:23456"
    assert environment["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] == "false"
