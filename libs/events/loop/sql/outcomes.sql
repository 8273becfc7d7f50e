select command_id, answer from outcomes where command_id = any ($1::text[])
