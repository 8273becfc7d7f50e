create index if not exists states_by_due_day on states (partition, due_on)
where due_on is not null
