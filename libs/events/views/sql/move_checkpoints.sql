-- $1 topics, $2 partitions, $3 offsets as read before (0: never), $4 offsets after.
-- Moves those that stand where they were read, and returns how many those are.
WITH moved AS (
    INSERT INTO checkpoints AS held (topic, partition, next_offset)
    SELECT topic, partition, after
    FROM unnest($1::text[], $2::integer[], $3::bigint[], $4::bigint[])
        AS given (topic, partition, before, after)
    -- One that is gone was wiped with the rows before it: it is not begun in the middle.
    WHERE before = 0 OR EXISTS (
        SELECT FROM checkpoints AS known
        WHERE known.topic = given.topic AND known.partition = given.partition
    )
    ON CONFLICT (topic, partition) DO UPDATE SET next_offset = excluded.next_offset
    WHERE held.next_offset = ANY (
        SELECT before
        FROM unnest($1::text[], $2::integer[], $3::bigint[])
            AS given (topic, partition, before)
        WHERE given.topic = excluded.topic AND given.partition = excluded.partition
    )
    RETURNING 1
)
SELECT count(*) FROM moved
