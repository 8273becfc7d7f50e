create table if not exists lookups (
    partition integer not null,
    stream text collate "C" not null,
    number integer not null,
    name text collate "C" not null,
    lookup_key text collate "C" not null,
    owner text collate "C" not null,
    value bytea not null,
    primary key (partition, stream, number)
)
