select s.stream, s.key, s.index_key, s.version, s.state
from checkpoints c
left join lateral (
    select stream, key, null as index_key, version, state
    from states
    where partition = c.partition and stream = any ($4::text[])
    union all
    select stream, key, index_key, version, state
    from states
    where partition = c.partition and index_key = any ($5::text[])
) s on true
where c.partition = $1 and c.next_offset = $2 and c.token = $3
