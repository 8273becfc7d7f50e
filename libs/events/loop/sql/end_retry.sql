update retries set outcome = $3 where partition = $1 and key = $2 and outcome is null
