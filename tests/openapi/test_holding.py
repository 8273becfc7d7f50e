"""An answer that no document has is found wherever it is given."""

import httpx
import pytest
from starlette.responses import Response

from tests.openapi.holding import answers_of, held_to_document


def test_an_address_is_found_by_its_template() -> None:
    id_of_one = "0" * 26
    assert "404" in answers_of("dunning", "GET", f"/v1/demands/{id_of_one}")
    assert "202" in answers_of("dunning", "POST", f"/v1/demands/{id_of_one}/outcome")
    assert "404" not in answers_of("dunning", "GET", "/v1/policies/shipped")
    assert answers_of("dunning", "GET", "/v1/nothing") == frozenset()


@pytest.mark.parametrize("status", [200, 418])
async def test_an_answer_that_the_document_does_not_have_is_an_error(status: int) -> None:
    hooks = {"response": held_to_document("dunning")}
    transport = httpx.ASGITransport(Response(status_code=status))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://here", event_hooks=hooks
    ) as http:
        if status == 200:
            await http.get("/v1/cases")
        else:
            with pytest.raises(AssertionError, match="GET /v1/cases: 418"):
                await http.get("/v1/cases")
