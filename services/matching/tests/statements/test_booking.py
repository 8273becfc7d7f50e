"""What a statement books when it arrives at its account."""

from dataclasses import replace

from libs.events.contracts.matching import (
    ChunkBooked,
    DayBooked,
    EntryRange,
    EntrySetAside,
    FeedInterrupted,
    FeedOpened,
    FeedResumed,
    PaymentReceived,
    StatementAccepted,
    StatementRepeated,
    StatementWaiting,
)
from libs.testkit.scenarios import like
from services.matching.domain.statements.commands import BookChunk
from services.matching.domain.statements.refusals import (
    AccountCurrencyDiffers,
    AccountUnknown,
    BalanceMissing,
    BalancesDiffer,
    CreditorUnknown,
    StatementTooLong,
)
from services.matching.tests.statements.accounts import (
    ACCOUNT,
    SAVINGS,
    a_creditor,
    a_statement,
    an_account,
    an_entry,
    bank,
    eur,
    march,
    offered,
    statement_id,
    stored,
)

MONDAY = a_statement("s1", "100.00", "150.00", an_entry("50.00", 2, "F-17"))
TUESDAY = a_statement("s2", "150.00", "120.00", an_entry("-30.00", 3, bank_code="PMNT/ICDT/ESCT"))
WEDNESDAY = a_statement("s3", "120.00", "140.00", an_entry("20.00", 4))


def test_the_first_statement_begins_the_chain_with_a_leg_of_its_opening_balance() -> None:
    (
        bank.given(a_creditor(), *stored(MONDAY))
        .when(offered(MONDAY))
        .then_among(
            like(
                StatementAccepted,
                place="first",
                begins_with=eur("100.00"),
                new=(EntryRange(start=0, end=1),),
                new_sum=eur("50.00"),
            ),
            like(DayBooked, day_on=march(2), total=eur("50.00")),
            like(FeedOpened, statement=statement_id(MONDAY)),
            like(ChunkBooked, chunk=0, entries_count=1),
            like(PaymentReceived, kind="credit", amount=eur("50.00"), position=0),
        )
        .then_copies(like(FeedOpened, statement=statement_id(MONDAY)))
        .then_answers(outcome="accepted", place="first", new="1")
    )


def test_the_next_day_goes_on_where_the_last_closed() -> None:
    (
        bank.given(a_creditor(), *stored(MONDAY, TUESDAY), offered(MONDAY))
        .when(offered(TUESDAY))
        .then_among(
            like(StatementAccepted, place="after", begins_with=None),
            like(EntrySetAside, kind="supplier", amount=eur("-30.00")),
        )
    )


def test_a_day_before_the_first_moves_what_the_chain_begins_with() -> None:
    (
        bank.given(a_creditor(), *stored(MONDAY, TUESDAY), offered(TUESDAY))
        .when(offered(MONDAY))
        .then_among(like(StatementAccepted, place="before", begins_with=eur("-50.00")))
    )


def test_the_same_statement_is_nothing_the_second_time() -> None:
    (
        bank.given(a_creditor(), *stored(MONDAY), offered(MONDAY))
        .when(offered(MONDAY))
        .then_nothing()
        .then_answers(outcome="duplicate", statement=statement_id(MONDAY))
    )


def test_an_export_of_it_under_another_id_is_recorded_as_again() -> None:
    exported = a_statement("other-id", "100.00", "150.00", an_entry("50.00", 2, "F-17"))
    (
        bank.given(a_creditor(), *stored(MONDAY, exported), offered(MONDAY))
        .when(offered(exported))
        .then(like(StatementRepeated, bank_id="other-id", statement=statement_id(exported)))
        .then_answers(outcome="duplicate")
    )


def test_a_download_over_booked_days_books_only_the_days_between_and_behind() -> None:
    download = a_statement(
        "download", "100.00", "140.00", *MONDAY.entries, *TUESDAY.entries, *WEDNESDAY.entries
    )
    (
        bank.given(a_creditor(), *stored(TUESDAY, download), offered(TUESDAY))
        .when(offered(download))
        .then_among(
            like(
                StatementAccepted,
                place="around",
                new=(EntryRange(start=0, end=1), EntryRange(start=2, end=3)),
                new_count=2,
                begins_with=eur("-50.00"),
            )
        )
    )


def test_a_gap_waits_interrupts_the_feed_and_closes() -> None:
    given = bank.given(a_creditor(), *stored(MONDAY, TUESDAY, WEDNESDAY), offered(MONDAY))
    (
        given.when(offered(WEDNESDAY))
        .then(
            like(StatementWaiting, reason="gap", expected=eur("150.00")),
            like(FeedInterrupted, expected=eur("150.00"), found=eur("120.00"), reason="gap"),
        )
        .then_copies(like(FeedInterrupted, account=ACCOUNT))
        .then_answers(outcome="waiting", reason="gap", expected="150.00 EUR")
    )
    (
        given.when(offered(TUESDAY))
        .then_among(
            like(StatementAccepted, statement=statement_id(TUESDAY), place="after"),
            like(StatementAccepted, statement=statement_id(WEDNESDAY), place="after"),
            like(FeedResumed, account=ACCOUNT),
        )
        .then_copies(like(FeedResumed, account=ACCOUNT))
    )


def test_what_waits_already_is_not_recorded_twice() -> None:
    (
        bank.given(a_creditor(), *stored(MONDAY, WEDNESDAY), offered(MONDAY), offered(WEDNESDAY))
        .when(offered(WEDNESDAY))
        .then_nothing()
        .then_answers(outcome="waiting", reason="gap")
    )


def test_twins_of_one_day_are_two_payments_and_one_download_later_still_two() -> None:
    twin = an_entry("50.00", 2, "F-17")
    both = a_statement("s1", "0.00", "100.00", twin, twin)
    again = a_statement("x1", "0.00", "100.00", twin, twin)
    given = bank.given(a_creditor(), *stored(both, again)).when(offered(both))
    payments = [one.event for one in given.recorded if isinstance(one.event, PaymentReceived)]
    assert len({payment.payment for payment in payments}) == 2
    given.when(offered(again)).then(like(StatementRepeated, bank_id="x1"))


def test_a_sweep_account_with_net_zero_is_not_booked_twice() -> None:
    day = (an_entry("50.00", 2), an_entry("-50.00", 2, bank_code="CAMT/ACCB/SWEP"))
    first = a_statement("s1", "0.00", "0.00", *day)
    again = a_statement("s2", "0.00", "0.00", *day)
    (
        bank.given(a_creditor(), *stored(first, again), offered(first))
        .when(offered(again))
        .then(like(StatementRepeated, bank_id="s2"))
    )


def test_a_number_further_on_waits_although_its_balances_fit() -> None:
    first = a_statement("s1", "100.00", "150.00", an_entry("50.00", 2), number=7)
    third = a_statement("s3", "150.00", "160.00", an_entry("10.00", 5), number=9)
    (
        bank.given(a_creditor(), *stored(first, third), offered(first))
        .when(offered(third))
        .then_among(like(StatementWaiting, reason="sequence", sequence=9))
    )


def test_numbers_that_are_not_to_be_trusted_are_not_looked_at() -> None:
    first = a_statement("s1", "100.00", "150.00", an_entry("50.00", 2), number=7)
    third = a_statement("s3", "150.00", "160.00", an_entry("10.00", 5), number=9)
    (
        bank.given(a_creditor(an_account(sequence="ignore")), *stored(first, third), offered(first))
        .when(offered(third))
        .then_among(like(StatementAccepted, place="after"))
    )


def test_several_that_wait_and_chain_among_themselves_are_judged_as_one() -> None:
    """Tuesday and Wednesday come to nothing together; neither fits the hole alone."""
    tuesday = a_statement("s2", "150.00", "130.00", an_entry("-20.00", 3))
    wednesday = a_statement("s3", "130.00", "150.00", an_entry("20.00", 4))
    thursday = a_statement("s4", "150.00", "160.00", an_entry("10.00", 5))
    given = bank.given(
        a_creditor(),
        *stored(MONDAY, tuesday, wednesday, thursday),
        offered(MONDAY),
        offered(thursday),
    )
    given.when(offered(wednesday)).then_among(like(StatementWaiting, bank_id="s3"))
    given.when(offered(tuesday)).then_among(
        like(StatementAccepted, bank_id="s2", place="around"),
        like(StatementAccepted, bank_id="s3", place="around"),
        like(FeedResumed, account=ACCOUNT),
    )


def test_an_account_without_balances_knows_its_entries_by_their_reference() -> None:
    first = an_entry("50.00", 2, entry_reference="R1")
    second = an_entry("60.00", 2, entry_reference="R2")
    early = a_statement("s1", "0.00", "0.00", first)
    late = a_statement("s2", "0.00", "0.00", first, second)
    (
        bank.given(a_creditor(an_account(chain="none")), *stored(early, late), offered(early))
        .when(offered(late))
        .then_among(
            like(StatementAccepted, new=(EntryRange(start=1, end=2),), new_sum=eur("60.00"))
        )
    )


def test_new_entries_are_sent_on_in_chunks_of_five_hundred() -> None:
    entries = [
        an_entry("-1.00", 2, f"F-{number}", bank_code="PMNT/ICDT/ESCT") for number in range(1_201)
    ]
    content = a_statement("s1", "0.00", "-1201.00", *entries)
    sent = bank.given(a_creditor(), *stored(content)).when(offered(content)).sent
    chunks = [one.command for one in sent if isinstance(one.command, BookChunk)]
    assert [len(chunk.entries) for chunk in chunks] == [500, 500, 201]
    assert len({entry for chunk in chunks for entry in chunk.entries}) == 1_201


def test_a_statement_that_does_not_add_up_is_refused_with_the_difference() -> None:
    wrong = a_statement("s1", "100.00", "149.99", an_entry("50.00", 2))
    (
        bank.given(a_creditor(), *stored(wrong))
        .when(offered(wrong))
        .then_refused(BalancesDiffer, difference="-0.01 EUR", reckoned="150.00 EUR")
    )


def test_an_account_that_the_creditor_has_not_named_is_refused() -> None:
    (
        bank.given(a_creditor(an_account(SAVINGS)), *stored(MONDAY))
        .when(offered(MONDAY))
        .then_refused(AccountUnknown, account=ACCOUNT)
    )


def test_a_creditor_that_is_not_known_here_yet_is_no_default() -> None:
    bank.given(*stored(MONDAY)).when(offered(MONDAY)).then_refused(CreditorUnknown)


def test_a_statement_without_a_closing_balance_is_refused_where_balances_chain() -> None:
    bare = a_statement("s1", "0.00", "0.00", an_entry("5.00", 2))
    bare = replace(bare, closing=None)
    (
        bank.given(a_creditor(), *stored(bare))
        .when(offered(bare))
        .then_refused(BalanceMissing, which="closing")
    )


def test_another_currency_than_the_accounts_is_refused() -> None:
    account = an_account().model_copy(update={"currency": "USD"})
    (
        bank.given(a_creditor(account), *stored(MONDAY))
        .when(offered(MONDAY))
        .then_refused(AccountCurrencyDiffers, found="EUR", currency="USD")
    )


def test_a_statement_over_many_years_is_refused_before_its_days_are_loaded() -> None:
    endless = a_statement(
        "s1", "0.00", "5.00", an_entry("5.00", 2), to_on=march(2).replace(year=2999)
    )
    bank.given(a_creditor(), *stored(endless)).when(offered(endless)).then_refused(StatementTooLong)
