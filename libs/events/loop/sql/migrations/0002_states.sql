create table if not exists states (
    partition integer not null,
    stream text collate "C" not null,
    key text collate "C" not null,
    kind text not null,
    index_key text collate "C",
    due_on date,
    version bigint not null,
    state bytea not null,
    primary key (partition, stream)
)
