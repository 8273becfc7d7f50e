select b.behind, q.number, l.stream, l.owner, l.value
from (
    select count(*) as behind
    from unnest($4::integer[], $5::bigint[]) as e (partition, next_offset)
    left join checkpoints c using (partition)
    where c.next_offset is null or c.next_offset < e.next_offset
) b
cross join unnest($1::text[], $2::text[], $3::integer[])
    with ordinality as q (name, lookup_key, entries_max, number)
left join lateral (
    select stream, number as position, owner, value
    from lookups
    where name = q.name and lookup_key = q.lookup_key
    order by stream, number
    limit q.entries_max
) l on true
order by q.number, l.stream, l.position
