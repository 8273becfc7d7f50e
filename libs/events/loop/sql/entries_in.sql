select stream, owner, value
from lookups
where name = $1 and lookup_key = $2 and partition = any($3::integer[])
order by stream, number
limit $4
