-- A guardian's revoke for a real error is answered with a new revision of the batches concerned: lines and header as a
-- replay with the mended rules gives them. What was sealed stays as it is, and both can be seen.

create table tributary.revised_period
(
    chain_id   bigint      not null,
    vault      text        not null,
    epoch      bigint      not null,
    -- 1 is what was sealed.
    revision   integer     not null check (revision > 1),
    line_count bigint      not null check (line_count > 0),
    lines_hash text        not null,
    header     text        not null,
    reason     text        not null,
    loaded_at  timestamptz not null default now(),
    primary key (chain_id, vault, epoch, revision),
    foreign key (chain_id, vault, epoch) references tributary.sealed_period
);

create table tributary.revised_line
(
    chain_id  bigint  not null,
    vault     text    not null,
    epoch     bigint  not null,
    revision  integer not null,
    token     text    not null,
    account   text    not null,
    numerator numeric not null check (numerator > 0 and scale(numerator) = 0),
    primary key (chain_id, vault, epoch, revision, token, account),
    foreign key (chain_id, vault, epoch, revision) references tributary.revised_period
);

do
$$
declare
    kept text;
begin
    foreach kept in array array ['revised_period', 'revised_line']
        loop
            execute format('create trigger %I before update or delete on tributary.%I for each row'
                               || ' execute function tributary.refuse_change()', kept || '_is_append_only', kept);
            execute format('create trigger %I before truncate on tributary.%I for each statement'
                               || ' execute function tributary.refuse_change()', kept || '_is_never_emptied', kept);
        end loop;
end
$$;

-- A batch is only ever of a revision that was loaded.
create function tributary.require_loaded_revision() returns trigger
    language plpgsql
    set search_path = tributary
as
$$
begin
    if new.revision > 1
        and not exists (select from revised_period r
                        where r.chain_id = new.chain_id and r.vault = new.vault and r.epoch = new.epoch
                          and r.revision = new.revision) then
        raise exception 'epoch % has no revision %', new.epoch, new.revision;
    end if;
    return new;
end
$$;
create trigger revision_is_loaded
    before insert or update of revision
    on tributary.batch
    for each row
execute function tributary.require_loaded_revision();

-- What is settled: of each epoch the revision that its batch is of.
create or replace view tributary.settled_period as
select s.chain_id, s.vault, s.epoch, s.period_start, s.period_end,
       coalesce(r.header, s.header)         as header,
       coalesce(lag(s.period_end) over (partition by s.chain_id, s.vault order by s.epoch), '-infinity') as since,
       coalesce(r.line_count, s.line_count) as line_count,
       coalesce(r.lines_hash, s.lines_hash) as lines_hash,
       coalesce(b.revision, 1)              as revision
from tributary.sealed_period s
         left join tributary.batch b using (chain_id, vault, epoch)
         left join tributary.revised_period r
                   on r.chain_id = s.chain_id and r.vault = s.vault and r.epoch = s.epoch and r.revision = b.revision;

create or replace view tributary.settled_line as
select l.chain_id, l.vault, l.epoch, l.token, l.account, l.numerator
from tributary.batch_line l
         left join tributary.batch b using (chain_id, vault, epoch)
where coalesce(b.revision, 1) = 1
union all
select r.chain_id, r.vault, r.epoch, r.token, r.account, r.numerator
from tributary.revised_line r
         join tributary.batch b using (chain_id, vault, epoch, revision);

-- For people: every revision of every epoch, and which one is settled.
create view tributary.batch_revision as
select v.chain_id, v.vault, v.epoch, v.revision, v.revision = coalesce(b.revision, 1) as settled, v.line_count,
       v.lines_hash, v.header, v.reason, v.loaded_at
from (select chain_id, vault, epoch, 1 as revision, line_count, lines_hash, header, 'sealed' as reason,
             sealed_at as loaded_at
      from tributary.sealed_period
      union all
      select chain_id, vault, epoch, revision, line_count, lines_hash, header, reason, loaded_at
      from tributary.revised_period) v
         left join tributary.batch b using (chain_id, vault, epoch);

create view tributary.line_revision as
select chain_id, vault, epoch, 1 as revision, token, account, numerator
from tributary.batch_line
union all
select chain_id, vault, epoch, revision, token, account, numerator
from tributary.revised_line;

grant select, insert on tributary.revised_period, tributary.revised_line to tributary_settlement;
grant select on tributary.batch_revision, tributary.line_revision, tributary.settled_line to tributary_read;
grant select on tributary.batch_revision, tributary.line_revision to tributary_settlement;
