-- What the Flink jobs write. Addresses, ids and hashes are lower-case 0x text; amounts are integers in `numeric`.
-- `numerator` is in 10^-24 base units of the token, `…_micro` in 10^-6.

-- The lines of a period, written before anything of it may be seen: a restored job writes them again.
create table tributary.staged_line
(
    chain_id     bigint      not null,
    vault        text        not null,
    period_start timestamptz not null,
    token        text        not null,
    account      text        not null,
    numerator    numeric     not null check (numerator > 0 and scale(numerator) = 0),
    primary key (chain_id, vault, period_start, token, account)
);

-- A period exists for readers from the moment its header is here.
create table tributary.sealed_period
(
    chain_id     bigint      not null,
    vault        text        not null,
    epoch        bigint      not null check (epoch > 0),
    period_start timestamptz not null,
    period_end   timestamptz not null check (period_end > period_start),
    line_count   bigint      not null check (line_count > 0),
    lines_hash   text        not null,
    header       text        not null,
    sealed_at    timestamptz not null default now(),
    primary key (chain_id, vault, epoch),
    unique (chain_id, vault, period_start)
);

comment on column tributary.sealed_period.header is 'canonical JSON of the batch header';

-- Sealed lines never change: a restored job may write the same line again, no other. TR001 tells the writer to halt.
create function tributary.refuse_change_of_sealed_line() returns trigger
    language plpgsql
    set search_path = tributary
as
$$
declare
    line      staged_line := coalesce(new, old);
    numerator numeric;
begin
    if not exists (select from sealed_period s
                   where s.chain_id = line.chain_id and s.vault = line.vault and s.period_start = line.period_start) then
        return coalesce(new, old);
    end if;
    select l.numerator into numerator
    from staged_line l
    where l.chain_id = line.chain_id and l.vault = line.vault and l.period_start = line.period_start
      and l.token = line.token and l.account = line.account;
    if tg_op <> 'DELETE' and numerator = new.numerator then
        return new;
    end if;
    raise exception 'the period % is sealed with numerator % for token % account %, refused: % %',
        line.period_start, coalesce(numerator::text, 'none'), line.token, line.account, tg_op,
        case tg_op when 'DELETE' then '' else new.numerator::text end
        using errcode = 'TR001';
end
$$;

create trigger sealed_lines_stay
    before insert or update or delete on tributary.staged_line
    for each row execute function tributary.refuse_change_of_sealed_line();

create function tributary.refuse_change_of_sealed_period() returns trigger
    language plpgsql
as
$$
begin
    raise exception 'epoch % is sealed; sealed periods are never changed', old.epoch using errcode = 'TR001';
end
$$;

create trigger sealed_periods_stay
    before update or delete on tributary.sealed_period
    for each row execute function tributary.refuse_change_of_sealed_period();

-- The batches, as everyone may see them.
create view tributary.batch_line as
select s.chain_id, s.vault, s.epoch, s.period_start, s.period_end, l.token, l.account, l.numerator
from tributary.sealed_period s
         join tributary.staged_line l using (chain_id, vault, period_start);

-- Analytics: written again and again with the same or newer values, never read by the money path.

create table tributary.usage_minute
(
    chain_id           bigint      not null,
    vault              text        not null,
    minute_start       timestamptz not null,
    model              text        not null,
    token              text        not null,
    lines              bigint      not null,
    calls              numeric     not null,
    input_tokens       numeric     not null,
    output_tokens      numeric     not null,
    compute_millis     numeric     not null,
    revenue_micro      numeric     not null,
    payers             bigint      not null,
    observed_lines     bigint      not null,
    error_lines        bigint      not null,
    latency_p50_millis bigint,
    latency_p95_millis bigint,
    latency_p99_millis bigint,
    primary key (chain_id, vault, minute_start, model)
);

create index usage_minute_model on tributary.usage_minute (chain_id, vault, model, minute_start);

-- What the descendants of a model earned in a period: what others build on top of it. Not the model's own usage.
create table tributary.downstream_usage
(
    chain_id       bigint      not null,
    vault          text        not null,
    period_start   timestamptz not null,
    model          text        not null,
    token          text        not null,
    lines          bigint      not null,
    calls          numeric     not null,
    input_tokens   numeric     not null,
    output_tokens  numeric     not null,
    compute_millis numeric     not null,
    revenue_micro  numeric     not null,
    primary key (chain_id, vault, period_start, model, token)
);

create index downstream_usage_model on tributary.downstream_usage (chain_id, vault, model, period_start);

-- The accounting equation: reported = counted + duplicate + rejected (by reason) + pending. Names are `reported`,
-- `counted`, `duplicate` and `rejected.<REASON>`.
create table tributary.line_total
(
    chain_id bigint not null,
    vault    text   not null,
    name     text   not null,
    lines    bigint not null,
    primary key (chain_id, vault, name)
);

create table tributary.claim
(
    chain_id     bigint      not null,
    transaction  text        not null,
    log_index    integer     not null,
    vault        text        not null,
    account      text        not null,
    token        text        not null,
    amount       numeric     not null,
    cumulative   numeric     not null,
    block_number bigint      not null,
    claimed_at   timestamptz not null,
    primary key (chain_id, transaction, log_index)
);

create index claim_account on tributary.claim (chain_id, vault, account, token);

-- The same content may be registered in several registries of a chain, each with its own vault.
create table tributary.model
(
    chain_id      bigint      not null,
    vault         text        not null,
    model         text        not null,
    owner         text        not null,
    -- as the registry names it, and of the content id: raw or dag-pb; null where the number was unknown
    format        text,
    codec         text,
    parents       text[]      not null,
    policy        text        not null check (policy in ('LAP', 'LRP')),
    -- over 10^8
    share         bigint      not null,
    registered_at timestamptz not null,
    -- place in the chain's log of the event that made it so: a restored job that writes an older owner changes nothing
    ordinal       bigint      not null,
    primary key (chain_id, vault, model)
);

create view tributary.sealed_batch as
select chain_id, vault, epoch, period_start, period_end, line_count, lines_hash, header, sealed_at
from tributary.sealed_period;

create view tributary.usage_by_minute as
select * from tributary.usage_minute;

create view tributary.downstream_usage_by_period as
select * from tributary.downstream_usage;

create view tributary.line_accounts as
select chain_id, vault, name, lines from tributary.line_total
union all
select chain_id, vault, 'pending', sum(case when name = 'reported' then lines else -lines end)
from tributary.line_total
group by chain_id, vault;

create view tributary.claimed as
select chain_id, vault, account, token, amount, cumulative, block_number, transaction, claimed_at
from tributary.claim;

create view tributary.registered_model as
select chain_id, vault, model, owner, format, codec, parents, policy, share, registered_at
from tributary.model;

-- The jobs stage, seal and describe; they can delete nothing and change no sealed period.
grant select, insert, update on tributary.staged_line, tributary.usage_minute, tributary.downstream_usage,
    tributary.line_total, tributary.claim, tributary.model to tributary_jobs;
grant select, insert on tributary.sealed_period to tributary_jobs;
grant select on tributary.sealed_period, tributary.batch_line, tributary.claim, tributary.line_total,
    tributary.line_accounts, tributary.model, tributary.usage_minute, tributary.downstream_usage
    to tributary_settlement;
grant select on tributary.batch_line, tributary.sealed_batch, tributary.usage_by_minute,
    tributary.downstream_usage_by_period, tributary.line_accounts, tributary.claimed, tributary.registered_model
    to tributary_read;
