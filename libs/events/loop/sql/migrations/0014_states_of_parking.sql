create index if not exists states_of_parking on states (partition) where kind = 'parking'
