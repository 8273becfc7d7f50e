-- $1 kind, $2 creditor, $3 debtor, $4 number, $5 import (each but the kind may be null), $6 the last id
-- seen or null, $7 how many, $8 whether the newest come first.
SELECT
    document, kind, creditor, debtor, number, issued_on, due_on, payable, names_number,
    names_invoice, customer_number, imported_by, registered_at, cancelled_at
FROM documents AS d
WHERE
    kind = $1
    AND ($2::text IS NULL OR creditor = $2)
    AND ($3::text IS NULL OR debtor = $3)
    AND ($4::text IS NULL OR number = $4)
    AND ($5::text IS NULL OR imported_by = $5)
    AND (
        $6::text IS NULL
        OR CASE
            WHEN $8::boolean THEN (issued_on, number, document) < (
                SELECT s.issued_on, s.number, s.document FROM documents AS s WHERE s.document = $6
            )
            ELSE (issued_on, number, document) > (
                SELECT s.issued_on, s.number, s.document FROM documents AS s WHERE s.document = $6
            )
        END
    )
ORDER BY
    CASE WHEN $8::boolean THEN NULL ELSE issued_on END,
    CASE WHEN $8::boolean THEN NULL ELSE number END,
    CASE WHEN $8::boolean THEN NULL ELSE document END,
    issued_on DESC,
    number DESC,
    document DESC
LIMIT $7
