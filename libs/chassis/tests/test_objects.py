"""Objects: kept once, sealed, verified when read, gone with their subject's key."""

import asyncio
from pathlib import Path

import pytest
from obstore.store import MemoryStore, ObjectStore

from libs.chassis.objects import (
    ObjectDamaged,
    ObjectErased,
    ObjectMissing,
    Objects,
    ObjectTooBig,
    store_at,
)
from libs.events.codec.keyring import KeyMissing, Subject
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.kernel.ids import IdSecret

SECRET = IdSecret(b"a secret of at least 32 bytes, yes")
INVOICE = b"<Invoice>Jan Peeters, Lindestraat 4</Invoice>"
JAN, MIA = "debtor/jan", "debtor/mia"


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture(params=["folder", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    return MemoryStore() if request.param == "memory" else store_at(f"file://{tmp_path}/objects")


@pytest.fixture
def objects(store: ObjectStore, keyring: MemoryKeyring) -> Objects:
    return Objects(store, keyring, SECRET)


@pytest.mark.parametrize("content", [b"", b"\n", INVOICE, bytes(range(256)) * 5_000])
async def test_what_was_put_is_got(objects: Objects, content: bytes) -> None:
    assert await objects.get("acme", await objects.put("acme", JAN, content)) == content


async def test_the_same_content_again_has_the_same_name_and_is_kept_once(
    objects: Objects, store: ObjectStore
) -> None:
    names = await asyncio.gather(*(objects.put("acme", JAN, INVOICE) for _ in range(5)))
    assert len(set(names)) == 1
    assert len(names[0]) == 26
    assert len(_paths(store)) == 1
    assert await objects.get("acme", names[0]) == INVOICE


async def test_nothing_in_the_store_says_what_or_whose_it_is(
    objects: Objects, store: ObjectStore
) -> None:
    await objects.put("acme", JAN, INVOICE)
    (path,) = _paths(store)
    raw = bytes(store.get(path).bytes())
    assert b"Peeters" not in raw
    assert b"Invoice" not in raw


async def test_a_name_depends_on_secret_tenant_subject_and_content(objects: Objects) -> None:
    other_secret = Objects(MemoryStore(), MemoryKeyring(), IdSecret(bytes(32)))
    names = {
        objects.name_of("acme", JAN, INVOICE),
        objects.name_of("beta", JAN, INVOICE),
        objects.name_of("acme", MIA, INVOICE),
        objects.name_of("acme", JAN, INVOICE + b"\n"),
        other_secret.name_of("acme", JAN, INVOICE),
    }
    assert len(names) == 5


async def test_many_are_got_together(objects: Objects) -> None:
    contents = [str(number).encode() for number in range(40)]
    names = [await objects.put("acme", f"debtor/{len(content)}", content) for content in contents]
    assert await objects.get_many("acme", [*names, names[0]]) == dict(
        zip(names, contents, strict=True)
    )
    assert await objects.get_many("acme", []) == {}


async def test_another_tenant_does_not_find_it(objects: Objects) -> None:
    name = await objects.put("acme", JAN, INVOICE)
    with pytest.raises(ObjectMissing, match=f"{name} of beta"):
        await objects.get("beta", name)


@pytest.mark.parametrize("name", ["", "0" * 25, "0" * 27, "../../acme/0", "i" * 26, "A" * 26])
async def test_what_is_no_name_is_missing(objects: Objects, name: str) -> None:
    with pytest.raises(ObjectMissing):
        await objects.get("acme", name)


async def test_one_missing_among_many_is_an_error_that_names_it(objects: Objects) -> None:
    name = await objects.put("acme", JAN, INVOICE)
    with pytest.raises(ObjectMissing, match="z" * 26):
        await objects.get_many("acme", [name, "z" * 26])


async def test_destroying_a_key_takes_its_objects_and_no_others(
    objects: Objects, keyring: MemoryKeyring
) -> None:
    jans, mias = [await objects.put("acme", subject, INVOICE) for subject in (JAN, MIA)]
    await keyring.destroy(Subject("acme", JAN), reason="asked", by="user/4")
    with pytest.raises(ObjectErased, match=jans):
        await objects.get("acme", jans)
    assert await objects.get("acme", mias) == INVOICE
    with pytest.raises(ObjectErased, match="acme:debtor/jan"):
        await objects.put("acme", JAN, b"more")


async def test_emptied_objects_keep_whose_they_were_and_no_sealed_byte(
    objects: Objects, store: ObjectStore, keyring: MemoryKeyring
) -> None:
    jans = [await objects.put("acme", JAN, content) for content in (INVOICE, b"a mail")]
    mias = await objects.put("acme", MIA, INVOICE)
    elsewhere = await objects.put("beta", JAN, INVOICE)
    before = {path: bytes(store.get(path).bytes()) for path in _paths(store)}
    await keyring.destroy(Subject("acme", JAN), reason="asked", by="user/4")

    assert await objects.empty("acme", {JAN}) == {JAN: 2}

    after = {path: bytes(store.get(path).bytes()) for path in _paths(store)}
    changed = sorted(path for path in after if after[path] != before[path])
    assert [path.rpartition("/")[2] for path in changed] == sorted(jans)
    for path in changed:
        assert after[path] == before[path].partition(b"\n")[0] + b"\n"
        assert b'"subject":"debtor/jan"' in after[path]
    assert await objects.get("acme", mias) == INVOICE
    assert await objects.get("beta", elsewhere) == INVOICE
    with pytest.raises(ObjectErased):
        await objects.get("acme", jans[0])


async def test_what_is_emptied_twice_is_counted_and_written_once(
    objects: Objects, store: ObjectStore, keyring: MemoryKeyring
) -> None:
    await objects.put("acme", JAN, INVOICE)
    await keyring.destroy(Subject("acme", JAN), reason="asked", by="user/4")
    await objects.empty("acme", {JAN})
    (path,) = _paths(store)
    written_at = store.head(path)["last_modified"]
    assert await objects.empty("acme", {JAN}) == {JAN: 1}
    assert store.head(path)["last_modified"] == written_at


async def test_an_emptied_object_is_erased_for_who_still_has_the_key(
    objects: Objects, keyring: MemoryKeyring
) -> None:
    name = await objects.put("acme", JAN, INVOICE)
    await objects.empty("acme", {JAN})
    with pytest.raises(ObjectErased):
        await objects.get("acme", name)


async def test_a_lost_keyring_does_not_read_as_erased(objects: Objects, store: ObjectStore) -> None:
    name = await objects.put("acme", JAN, INVOICE)
    restored_empty = Objects(store, MemoryKeyring(), SECRET)
    with pytest.raises(KeyMissing, match="acme:debtor/jan"):
        await restored_empty.get("acme", name)
    await restored_empty.put("acme", JAN, b"a new key is made")
    with pytest.raises(KeyMissing, match="acme:debtor/jan"):
        await restored_empty.get("acme", name)


async def test_changed_or_cut_or_moved_bytes_are_damaged(
    objects: Objects, store: ObjectStore
) -> None:
    name = await objects.put("acme", JAN, INVOICE)
    other = await objects.put("acme", JAN, b"other")
    path, other_path = f"acme/{name[:2]}/{name}", f"acme/{other[:2]}/{other}"
    raw = bytes(store.get(path).bytes())
    moved = bytes(store.get(other_path).bytes())
    for spoilt in (raw[:-1] + bytes([raw[-1] ^ 1]), raw[:-1], raw[:20], b"", b"[]\n", moved):
        store.put(path, spoilt)
        with pytest.raises(ObjectDamaged, match=name):
            await objects.get("acme", name)


async def test_content_above_the_limit_is_not_taken(
    store: ObjectStore, keyring: MemoryKeyring
) -> None:
    small = Objects(store, keyring, SECRET, bytes_max=10)
    await small.put("acme", JAN, b"0123456789")
    with pytest.raises(ObjectTooBig, match="11 bytes, more than 10"):
        await small.put("acme", JAN, b"0123456789a")
    assert len(_paths(store)) == 1


def _paths(store: ObjectStore) -> list[str]:
    return [entry["path"] for batch in store.list() for entry in batch]
