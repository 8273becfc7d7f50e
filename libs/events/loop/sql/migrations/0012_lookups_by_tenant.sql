-- Whoever is no owner sees the entries of one tenant, and of the platform itself.
do $$
begin
    if exists (
        select from pg_policies
        where schemaname = current_schema() and tablename = 'lookups' and policyname = 'own_tenant'
    ) then
        return;
    end if;
    alter table lookups enable row level security;
    create policy own_tenant on lookups for select to relance_reader
    using (split_part(owner, '/', 1) in (current_setting('relance.tenant', true), '-'));
    grant select on lookups, checkpoints to relance_reader;
end
$$
