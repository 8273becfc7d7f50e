"""A webhook is taken when it is Relance's, fresh, and whole."""

import pytest

from agency.signatures import TOLERANCE_S, NotGenuine, Seen, verify

# The example of the Standard Webhooks libraries' own tests: secret, id, instant, body, signature.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = b'{"test": 2432232314}'
AT_S = 1_614_265_330
HEADERS = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": str(AT_S),
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}


def test_a_genuine_webhook_is_taken() -> None:
    assert verify(SECRET, HEADERS, BODY, AT_S + 10) == HEADERS["webhook-id"]


def test_one_of_several_signatures_is_enough() -> None:
    several = {**HEADERS, "webhook-signature": "v1,AAAA " + HEADERS["webhook-signature"]}
    assert verify(SECRET, several, BODY, AT_S)


@pytest.mark.parametrize(
    ("headers", "body", "now_s"),
    [
        (HEADERS, BODY + b" ", AT_S),
        ({**HEADERS, "webhook-id": "msg_other"}, BODY, AT_S),
        ({**HEADERS, "webhook-timestamp": str(AT_S + 1)}, BODY, AT_S),
        ({**HEADERS, "webhook-signature": "v1,AAAA"}, BODY, AT_S),
        ({**HEADERS, "webhook-signature": ""}, BODY, AT_S),
        ({**HEADERS, "webhook-signature": "v1,\xe9\xe9"}, BODY, AT_S),
        ({}, BODY, AT_S),
        (HEADERS, BODY, AT_S + TOLERANCE_S + 1),
        (HEADERS, BODY, AT_S - TOLERANCE_S - 1),
    ],
)
def test_what_is_forged_changed_or_late_is_not(
    headers: dict[str, str], body: bytes, now_s: int
) -> None:
    with pytest.raises(NotGenuine):
        verify(SECRET, headers, body, now_s)


def test_another_secret_signs_otherwise() -> None:
    with pytest.raises(NotGenuine):
        verify("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD", HEADERS, BODY, AT_S)


def test_the_same_webhook_twice_is_one() -> None:
    seen = Seen()
    assert seen.is_new("one")
    assert not seen.is_new("one")
    assert seen.is_new("two")
