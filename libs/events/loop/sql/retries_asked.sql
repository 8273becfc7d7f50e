select key from retries where partition = $1 and outcome is null order by asked_at, key
