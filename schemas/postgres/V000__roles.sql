-- One role per program. They cannot log in: an operator (or the local stack) grants them to logins.
-- Roles belong to the whole cluster, so they may be there already.
do
$$
declare
    wanted text;
begin
    foreach wanted in array array ['tributary_migrator', 'tributary_jobs', 'tributary_settlement', 'tributary_read']
        loop
            if not exists (select from pg_roles where rolname = wanted) then
                execute format('create role %I nologin', wanted);
            end if;
        end loop;
end
$$;

-- The migrations after this one run as the owner of the schema, whoever logged in.
do
$$
begin
    if not pg_has_role(current_user, 'tributary_migrator', 'member') then
        execute format('grant tributary_migrator to %I', current_user);
    end if;
end
$$;

create schema if not exists tributary;
revoke all on schema tributary from public;
grant usage on schema tributary to tributary_jobs, tributary_settlement, tributary_read;

-- COPY fills a table of the session before its rows are taken over. Everyone may make such tables unless the server's
-- administrator took that from public; a login that does not own the database changes nothing here, and doctor says so.
do
$$
begin
    execute format('grant temporary on database %I to tributary_jobs', current_database());
end
$$;
