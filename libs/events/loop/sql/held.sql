select asked.number
from unnest($1::integer[], $2::bigint[], $3::text[])
    with ordinality as asked (partition, next_offset, token, number)
join checkpoints using (partition, next_offset, token)
