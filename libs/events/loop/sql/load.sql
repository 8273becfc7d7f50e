select s.stream, s.index_key, s.key, s.version, s.state, s.trace
from checkpoints c
left join lateral (
    select stream, null as index_key, key, version, state, trace
    from states
    where partition = c.partition and stream = any ($4::text[])
    union all
    select stream, index_key, key, version, state, trace
    from states
    where partition = c.partition and index_key = any ($5::text[])
) s on true
where c.partition = $1 and c.next_offset = $2 and c.token = $3
