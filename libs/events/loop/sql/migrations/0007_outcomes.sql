create table if not exists outcomes (
    command_id text primary key,
    tenant text not null,
    body_hash text not null,
    answer json not null,
    answered_at timestamptz not null default now()
)
