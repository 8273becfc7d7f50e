select stream, number, name, lookup_key, owner, value from lookups where partition = $1
