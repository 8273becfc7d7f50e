select distinct key from states where partition = $1 and due_on <= $2 order by key
