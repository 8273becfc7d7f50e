"""The stack that tests run on is real, survives what tests do to it, and is shared and removed."""

import asyncio
import uuid
from pathlib import Path

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from deploy.local.broker import broker_answers
from deploy.local.identity import child_pids, is_running, started_at
from deploy.local.kafka_jars import cache_folder
from deploy.local.profiles import Profile
from deploy.local.stack import Stack, processes, remove_stack, start_stack, stop_stack
from deploy.local.state import read_state
from libs.testkit.stack import Addresses, given_addresses, run_now, shared_stack, stack_for_tests

READ_LIMIT_S = 20.0


async def a_topic_with(kafka: str, values: list[bytes]) -> str:
    topic = f"stack.{uuid.uuid4().hex}"
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    await admin.create_topics([NewTopic(topic, num_partitions=1, replication_factor=1)])
    await admin.close()
    producer = AIOKafkaProducer(bootstrap_servers=kafka, acks="all")
    await producer.start()
    for value in values:
        await producer.send_and_wait(topic, value, partition=0)
    await producer.stop()
    return topic


async def values_of(kafka: str, topic: str, count: int) -> list[bytes]:
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka, auto_offset_reset="earliest")
    await consumer.start()
    consumer.assign([TopicPartition(topic, 0)])
    try:
        async with asyncio.timeout(READ_LIMIT_S):
            return [(await consumer.getone()).value for _ in range(count)]
    finally:
        await consumer.stop()


async def one_value(postgres: str, statement: str) -> object:
    connection = await asyncpg.connect(postgres)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


async def test_the_shared_stack_keeps_records_and_rows(stack: Addresses) -> None:
    topic = await a_topic_with(stack.kafka, [b"one", b"two"])

    assert await values_of(stack.kafka, topic, 2) == [b"one", b"two"]
    assert int(str(await one_value(stack.postgres, "show server_version_num"))) >= 15_00_00


async def test_the_shared_stack_lets_its_user_create_databases(stack: Addresses) -> None:
    name = f"made_{uuid.uuid4().hex}"

    assert await one_value(stack.postgres, f"create database {name}") is None
    found = await one_value(
        stack.postgres, f"select count(*) from pg_database where datname = '{name}'"
    )
    assert found == 1


async def test_a_topic_is_never_born_by_a_typing_error(stack: Addresses) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=stack.kafka)
    await admin.start()
    producer = AIOKafkaProducer(bootstrap_servers=stack.kafka, request_timeout_ms=1_000)
    await producer.start()
    with pytest.raises(Exception, match=r"UnknownTopic|KafkaTimeoutError"):
        await producer.send_and_wait("stack.never-created", b"lost")
    topics = await admin.list_topics()
    await producer.stop()
    await admin.close()

    assert "stack.never-created" not in topics


async def test_a_killed_broker_comes_back_with_its_records(own_stack: Stack) -> None:
    before = own_stack.kafka
    topic = await a_topic_with(before, [b"1", b"2", b"3"])

    await own_stack.kill_broker()
    assert not await broker_answers(before)
    await own_stack.start_broker()

    assert own_stack.kafka == before
    assert await values_of(own_stack.kafka, topic, 3) == [b"1", b"2", b"3"]


async def test_a_killed_database_comes_back_with_its_rows(own_stack: Stack) -> None:
    await one_value(own_stack.postgres, "create table kept as select 42 as number")
    held = await asyncpg.connect(own_stack.postgres)

    await own_stack.kill_database()
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await held.fetchval("select 1")
    await own_stack.start_database()

    assert await one_value(own_stack.postgres, "select number from kept") == 42


async def test_a_second_start_finds_the_stack_running(
    own_stack: Stack, pytestconfig: pytest.Config
) -> None:
    name = own_stack.home.name
    before = [process.pid() for process in processes(pytestconfig.rootpath, name=name)]

    again = await start_stack(pytestconfig.rootpath, name=name, profile=Profile.TESTS)

    assert [process.pid() for process in processes(pytestconfig.rootpath, name=name)] == before
    assert None not in before
    assert again.kafka == own_stack.kafka


async def test_a_stop_leaves_no_process_and_a_start_finds_the_data(
    own_stack: Stack, pytestconfig: pytest.Config
) -> None:
    name = own_stack.home.name
    topic = await a_topic_with(own_stack.kafka, [b"kept"])
    mains = [process.pid() for process in processes(pytestconfig.rootpath, name=name)]
    family = [pid for main in mains if main for pid in (main, *child_pids(main))]
    identities = [(pid, started_at(pid)) for pid in family]
    assert len(identities) > 2, "PostgreSQL has processes of its own"

    await stop_stack(pytestconfig.rootpath, name=name)
    assert not [pid for pid, started in identities if is_running(pid, started)]

    again = await start_stack(pytestconfig.rootpath, name=name, profile=Profile.TESTS)
    assert await values_of(again.kafka, topic, 1) == [b"kept"]


@pytest.mark.stack
def test_a_stack_is_shared_removed_by_the_last_and_never_inherited_from_the_dead(
    tmp_path: Path, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELANCE_CACHE", str(cache_folder(pytestconfig.rootpath)))
    left_behind = run_now(start_stack(tmp_path, name="tests", profile=Profile.TESTS))
    cluster_before = left_behind.broker.state.cluster_id

    with shared_stack(tmp_path) as first:
        state = read_state(tmp_path / ".local" / "tests")
        assert state is not None
        assert state.cluster_id != cluster_before
        with shared_stack(tmp_path) as second:
            assert second == first
        assert run_now(broker_answers(first.kafka))

    assert not (tmp_path / ".local" / "tests").exists()
    assert not run_now(broker_answers(first.kafka))
    run_now(remove_stack(tmp_path, name="tests"))


def test_given_addresses_come_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RELANCE_TEST_KAFKA", "127.0.0.1:1")
    monkeypatch.setenv("RELANCE_TEST_POSTGRES", "postgresql://127.0.0.1:2/postgres")

    with stack_for_tests(tmp_path) as addresses:
        assert addresses == Addresses("127.0.0.1:1", "postgresql://127.0.0.1:2/postgres")
    assert not list(tmp_path.iterdir()), "nothing was started"


def test_half_an_address_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELANCE_TEST_KAFKA", "127.0.0.1:1")
    monkeypatch.delenv("RELANCE_TEST_POSTGRES", raising=False)

    assert given_addresses() is None
