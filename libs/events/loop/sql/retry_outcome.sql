select outcome from retries where partition = $1 and key = $2
