select key, message, reason, tenant, dropped_by, asked_at from drops
where partition = $1 and outcome is null order by asked_at, key, message
