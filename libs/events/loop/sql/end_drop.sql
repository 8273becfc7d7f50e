update drops set outcome = $4, sentence = $5
where partition = $1 and key = $2 and message = $3 and outcome is null
