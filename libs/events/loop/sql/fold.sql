with moved as (
    update checkpoints set next_offset = $4, positions = $5, depths = $6
    where partition = $1 and next_offset = $2 and token = $3
    returning partition
),
folded_states as (
    insert into states (partition, stream, key, kind, index_key, due_on, version, state, trace)
    select moved.partition, new.*
    from moved
    cross join unnest(
        $7::text[], $8::text[], $9::text[], $10::text[], $11::date[], $12::bigint[], $13::bytea[],
        $25::text[]
    ) as new
    on conflict (partition, stream) do update
    set index_key = excluded.index_key, due_on = excluded.due_on,
        version = excluded.version, state = excluded.state, trace = excluded.trace
),
shrunk_lookups as (
    delete from lookups old
    using moved, unnest($7::text[], $14::integer[]) as kept (stream, entries)
    where old.partition = moved.partition
        and old.stream = kept.stream and old.number >= kept.entries
),
folded_lookups as (
    insert into lookups (partition, stream, number, name, lookup_key, owner, value)
    select moved.partition, new.*
    from moved
    cross join unnest(
        $15::text[], $16::integer[], $17::text[], $18::text[], $19::text[], $20::bytea[]
    ) as new
    on conflict (partition, stream, number) do update
    set name = excluded.name, lookup_key = excluded.lookup_key, owner = excluded.owner,
        value = excluded.value
),
told as (
    insert into outcomes (command_id, tenant, body_hash, answer)
    select new.*
    from moved
    cross join unnest($21::text[], $22::text[], $23::text[], $24::json[]) as new
    on conflict (command_id) do update
    set tenant = excluded.tenant, body_hash = excluded.body_hash, answer = excluded.answer
)
select partition from moved
