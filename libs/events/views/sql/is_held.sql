-- Whether a process fills this version of a view now; $1 name, $2 version.
SELECT EXISTS (
    SELECT FROM pg_locks
    WHERE locktype = 'advisory'
      AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND objsubid = 1
      AND (classid::bigint << 32 | objid::bigint)
          = hashtext(format('view %s v%s', $1::text, $2::integer))
)
