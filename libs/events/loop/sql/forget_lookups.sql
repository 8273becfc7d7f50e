delete from lookups where partition = $1
