create table if not exists retries (
    partition integer not null,
    key text collate "C" not null,
    asked_at timestamptz not null default now(),
    outcome text,
    primary key (partition, key)
)
