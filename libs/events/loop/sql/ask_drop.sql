insert into drops (partition, key, message, reason, tenant, dropped_by)
values ($1, $2, $3, $4, $5, $6)
on conflict (partition, key, message) do update
set reason = excluded.reason, tenant = excluded.tenant, dropped_by = excluded.dropped_by,
    asked_at = now(), outcome = null, sentence = null
