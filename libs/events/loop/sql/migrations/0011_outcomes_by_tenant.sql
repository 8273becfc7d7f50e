-- Whoever is no owner sees the outcomes of the tenants that it asks for, and changes none.
do $$
begin
    if exists (
        select from pg_policies
        where schemaname = current_schema() and tablename = 'outcomes' and policyname = 'own_tenants'
    ) then
        return;
    end if;
    if not exists (select from pg_roles where rolname = 'relance_reader') then
        begin
            create role relance_reader nologin;
        exception when duplicate_object or unique_violation then
            null; -- another database's service was faster: roles belong to the server
        end;
    end if;
    alter table outcomes enable row level security;
    create policy own_tenants on outcomes for select to relance_reader
    using (tenant = any (string_to_array(current_setting('relance.tenant', true), ' ')));
    -- A schema that was made anew lets nobody in of itself.
    execute format('grant usage on schema %I to relance_reader', current_schema());
    grant select on outcomes to relance_reader;
end
$$
