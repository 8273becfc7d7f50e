create index if not exists lookups_by_key on lookups (name, lookup_key, stream)
