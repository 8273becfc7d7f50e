delete from states where partition = $1
