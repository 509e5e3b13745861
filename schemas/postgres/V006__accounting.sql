-- The accounting equation in lines: reported = counted + duplicate + rejected (by reason) + pending. `pending` is counted
-- by RoyaltyJob as lines come and go, not worked out from the others, so the equation can be wrong and can be checked.

-- Sums since the log began, at the end of each minute (one rating grain) of log time in which one of them changed. A fact
-- of the log: every run writes the same rows. Names as in line_total.
create table tributary.line_minute
(
    chain_id     bigint      not null,
    vault        text        not null,
    minute_start timestamptz not null,
    name         text        not null,
    lines        bigint      not null check (lines >= 0),
    primary key (chain_id, vault, minute_start, name)
);

-- The lines booked in each period. Written before the header of the period can be seen, and for every period that has
-- one; read by the settlement run. Once closed: admitted = counted + rejected.
create table tributary.line_period
(
    chain_id           bigint      not null,
    vault              text        not null,
    period_start       timestamptz not null,
    closed             boolean     not null,
    admitted           bigint      not null check (admitted >= 0),
    counted            bigint      not null check (counted >= 0),
    rejected           bigint      not null check (rejected >= 0),
    rejected_by_reason jsonb       not null,
    primary key (chain_id, vault, period_start)
);

create or replace view tributary.line_accounts as
select chain_id, vault, name, lines::numeric as lines
from tributary.line_total;

-- `unaccounted` is zero, or lines were lost or counted twice.
create view tributary.line_equation as
select chain_id,
       vault,
       coalesce(sum(lines) filter (where name = 'reported'), 0)       as reported,
       coalesce(sum(lines) filter (where name = 'counted'), 0)        as counted,
       coalesce(sum(lines) filter (where name = 'duplicate'), 0)      as duplicate,
       coalesce(sum(lines) filter (where name like 'rejected.%'), 0)  as rejected,
       coalesce(sum(lines) filter (where name = 'pending'), 0)        as pending,
       sum(case when name = 'reported' then lines else -lines end)    as unaccounted
from tributary.line_total
group by chain_id, vault;

create view tributary.line_accounts_by_minute as
select chain_id, vault, minute_start, name, lines
from tributary.line_minute;

create view tributary.line_equation_by_minute as
select chain_id,
       vault,
       minute_start,
       coalesce(sum(lines) filter (where name = 'reported'), 0)       as reported,
       coalesce(sum(lines) filter (where name = 'counted'), 0)        as counted,
       coalesce(sum(lines) filter (where name = 'duplicate'), 0)      as duplicate,
       coalesce(sum(lines) filter (where name like 'rejected.%'), 0)  as rejected,
       coalesce(sum(lines) filter (where name = 'pending'), 0)        as pending,
       sum(case when name = 'reported' then lines else -lines end)    as unaccounted
from tributary.line_minute
group by chain_id, vault, minute_start;

create view tributary.line_accounts_by_period as
select chain_id, vault, period_start, closed, admitted, counted, rejected, rejected_by_reason,
       admitted - counted - rejected as pending
from tributary.line_period;

grant select, insert, update on tributary.line_minute, tributary.line_period to tributary_jobs;
grant select on tributary.line_minute, tributary.line_period, tributary.line_equation,
    tributary.line_equation_by_minute, tributary.line_accounts_by_period to tributary_settlement;
grant select on tributary.line_equation, tributary.line_accounts_by_minute, tributary.line_equation_by_minute,
    tributary.line_accounts_by_period to tributary_read;
