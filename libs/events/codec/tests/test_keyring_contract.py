"""What every keyring promises, in memory and in its database."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from libs.events.codec.keyring import DataKey, KeyMissing, Subject, Tombstone
from libs.events.codec.tests.keyrings import (
    DEBTOR,
    OTHER,
    Another,
    keyring_database,
    memory,
)


@pytest.fixture(params=["memory", pytest.param("postgres", marks=pytest.mark.stack)])
async def another(request: pytest.FixtureRequest) -> AsyncIterator[Another]:
    if request.param == "memory":
        async with memory() as opening:
            yield opening
    else:
        async with keyring_database(request.getfixturevalue("stack")) as database:
            yield database.open


async def test_a_subject_keeps_its_key_across_processes(another: Another) -> None:
    one, two = await another(), await another()
    made = await one.keys_for([DEBTOR], create=True)
    assert isinstance(made[DEBTOR], DataKey)
    assert await two.keys_for([DEBTOR], create=False) == made
    assert await one.keys_for([DEBTOR], create=True) == made


async def test_no_two_subjects_and_no_two_tenants_share_a_key(another: Another) -> None:
    keyring = await another()
    subjects = [DEBTOR, OTHER, Subject("beta", DEBTOR.name)]
    keys = await keyring.keys_for(subjects, create=True)
    assert set(keys) == set(subjects)
    assert len({key.raw for key in keys.values() if isinstance(key, DataKey)}) == 3
    assert len({key.id for key in keys.values() if isinstance(key, DataKey)}) == 3


async def test_processes_that_make_keys_at_once_agree_on_them(another: Another) -> None:
    processes = [await another() for _ in range(3)]
    subjects = [Subject("acme", f"payment/{number}") for number in range(40)]
    shuffled = [subjects, subjects[::-1], subjects[20:] + subjects[:20]]
    made = await asyncio.gather(
        *(
            process.keys_for(order, create=True)
            for process, order in zip(processes, shuffled, strict=True)
        )
    )
    assert made[0] == made[1] == made[2]
    assert await (await another()).keys_for(subjects, create=False) == made[0]


async def test_neither_key_nor_tombstone_is_an_error_that_names_the_subject(
    another: Another,
) -> None:
    keyring = await another()
    await keyring.keys_for([OTHER], create=True)
    with pytest.raises(KeyMissing, match=r"acme:debtor/7c2m4q.*restore") as raised:
        await keyring.keys_for([DEBTOR, OTHER], create=False)
    assert raised.value.subjects == (DEBTOR,)


async def test_a_destroyed_key_leaves_a_tombstone_with_its_receipt(another: Another) -> None:
    keyring = await another()
    key = (await keyring.keys_for([DEBTOR, OTHER], create=True))[DEBTOR]
    receipt = await keyring.destroy(DEBTOR, reason="asked by the debtor", by="user/4")
    assert isinstance(key, DataKey)
    assert (receipt.tenant, receipt.subject, receipt.key_id) == (*DEBTOR, key.id)
    assert (receipt.reason, receipt.by) == ("asked by the debtor", "user/4")
    assert receipt.destroyed_at.tzinfo is not None
    kept = await keyring.keys_for([DEBTOR, OTHER], create=False)
    assert kept[DEBTOR] == Tombstone(receipt)
    assert isinstance(kept[OTHER], DataKey)


async def test_no_key_is_made_over_a_tombstone(another: Another) -> None:
    keyring = await another()
    await keyring.keys_for([DEBTOR], create=True)
    receipt = await keyring.destroy(DEBTOR, reason="first", by="user/4")
    kept = await (await another()).keys_for([DEBTOR], create=True)
    assert kept == {DEBTOR: Tombstone(receipt)}


async def test_destroyed_again_it_answers_with_the_first_receipt(another: Another) -> None:
    keyring = await another()
    await keyring.keys_for([DEBTOR], create=True)
    first = await keyring.destroy(DEBTOR, reason="first", by="user/4")
    assert await keyring.destroy(DEBTOR, reason="second", by="user/5") == first


async def test_what_never_had_a_key_cannot_be_destroyed(another: Another) -> None:
    keyring = await another()
    with pytest.raises(KeyMissing, match="debtor/7c2m4q"):
        await keyring.destroy(DEBTOR, reason="a slip of the pen", by="user/4")


async def test_who_heard_of_a_destruction_gives_the_key_no_more(another: Another) -> None:
    one, two = await another(), await another()
    await two.keys_for([DEBTOR, OTHER], create=True)  # kept in its memory
    receipt = await one.destroy(DEBTOR, reason="asked by the debtor", by="user/4")
    await two.forget_destroyed()
    kept = await two.keys_for([DEBTOR, OTHER], create=False)
    assert kept[DEBTOR] == Tombstone(receipt)
    assert isinstance(kept[OTHER], DataKey)
