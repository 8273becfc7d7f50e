select stream, key, kind, index_key, due_on, version, state, trace
from states
where partition = $1
