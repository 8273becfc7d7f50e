select stream, key, kind, index_key, due_on, version, state from states where partition = $1
