select q.number, l.stream, l.owner, l.value
from unnest($1::text[], $2::text[], $3::integer[])
    with ordinality as q (name, lookup_key, entries_max, number)
cross join lateral (
    select stream, number as position, owner, value
    from lookups
    where name = q.name and lookup_key = q.lookup_key
    order by stream, number
    limit q.entries_max
) l
order by q.number, l.stream, l.position
