-- One question for all that wait: which tenants they are of, and what they asked.
create or replace function outcomes_of(tenants text, commands text[])
returns table (command_id text, answer json)
language plpgsql
as $$
begin
    perform set_config('relance.tenant', tenants, true);
    return query select o.command_id, o.answer from outcomes as o where o.command_id = any (commands);
end
$$
