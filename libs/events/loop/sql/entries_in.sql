select l.stream, l.owner, l.value, s.trace
from (
    select partition, stream, number, owner, value
    from lookups
    where name = $1 and lookup_key = $2 and partition = any($3::integer[])
    order by stream, number
    limit $4
) l
left join states s using (partition, stream)
order by l.stream, l.number
