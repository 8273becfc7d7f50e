select outcome, sentence from drops where partition = $1 and key = $2 and message = $3
