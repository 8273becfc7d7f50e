create index if not exists states_by_index on states (partition, index_key)
where index_key is not null
