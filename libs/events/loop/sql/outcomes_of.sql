-- $1 tenants with blanks between them, $2 commands.
select command_id, answer from outcomes_of($1, $2)
