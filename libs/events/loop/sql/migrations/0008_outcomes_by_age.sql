create index if not exists outcomes_by_age on outcomes using brin (answered_at)
