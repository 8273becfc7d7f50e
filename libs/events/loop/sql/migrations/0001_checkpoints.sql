create table if not exists checkpoints (
    partition integer primary key,
    next_offset bigint not null,
    token text not null,
    epoch bigint not null,
    positions json not null,
    depths bigint[] not null
)
