create table if not exists drops (
    partition integer not null,
    key text collate "C" not null,
    message text collate "C" not null,
    reason text not null,
    tenant text not null,
    dropped_by text not null,
    asked_at timestamptz not null default now(),
    outcome text,
    sentence text,
    primary key (partition, key, message)
)
