insert into retries (partition, key) values ($1, $2)
on conflict (partition, key) do update set asked_at = now(), outcome = null
