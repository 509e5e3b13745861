-- What statements and traces are read from: every charge and what each close did with it, the accepted events of the
-- chain, and every refusal. Analytics: written again with the same values, never read by the money path. They are written
-- before the checkpoint that seals a period, so every sealed epoch has all its rows. `…_micro` is in 10^-6 base units.

-- One row per charge (payer, token, booked period, minute, model) and close that did something with it. The row of its own
-- period (period_start = booked_period_start) holds the whole charge and its usage:
-- charge = funded + void + written off, over all its rows, + what waits after the newest.
create table tributary.charge_position
(
    chain_id            bigint      not null,
    vault               text        not null,
    period_start        timestamptz not null,
    booked_period_start timestamptz not null,
    token               text        not null,
    payer               text        not null,
    model               text        not null,
    minute_start        timestamptz not null,
    -- what the close did
    funded_micro        numeric     not null check (funded_micro >= 0),
    void_micro          numeric     not null check (void_micro >= 0),
    written_off_micro   numeric     not null check (written_off_micro >= 0),
    -- what it left
    waiting_micro       numeric     not null check (waiting_micro >= 0),
    -- the whole charge, in the row of its own period
    charge_micro        numeric check (charge_micro >= 0),
    lines               bigint,
    calls               numeric,
    input_tokens        numeric,
    output_tokens       numeric,
    compute_millis      numeric,
    primary key (chain_id, vault, period_start, model, minute_start, payer, token, booked_period_start),
    check ((period_start = booked_period_start) = (charge_micro is not null))
);

create index charge_position_use on tributary.charge_position (chain_id, vault, model, minute_start, payer);

-- chain.events.v1 as it was accepted: the events of the contracts that are settled by, in log order, BlockFinalized aside.
-- In the strings of `args`, U+FFFD stands for what jsonb cannot hold (the zero character).
create table tributary.chain_event
(
    chain_id     bigint      not null,
    vault        text        not null,
    ordinal      bigint      not null check (ordinal > 0),
    contract     text        not null,
    address      text        not null,
    event        text        not null,
    args         jsonb       not null,
    block_number bigint      not null,
    block_hash   text        not null,
    -- seconds since 1970
    block_timestamp bigint   not null,
    transaction  text        not null,
    log_index    integer     not null,
    primary key (chain_id, vault, ordinal)
);

create index chain_event_name on tributary.chain_event (chain_id, vault, contract, event, ordinal);

-- Every record of usage.rejected.v1, without the refused text itself: its place in the log says where that is. A report
-- or a line is known by its place (index -1 for a whole report); usage refused at a close by all that it was summed over.
create table tributary.usage_rejected
(
    chain_id       bigint      not null,
    vault          text        not null,
    reason         text        not null,
    detail         text        not null,
    lines          bigint      not null check (lines >= 0),
    topic          text,
    partition      integer,
    "offset"       bigint,
    index          integer,
    sequence       numeric,
    id             text,
    period_start   timestamptz,
    minute_start   timestamptz,
    gateway        text        not null,
    model          text        not null,
    payer          text        not null,
    pass           text        not null,
    calls          numeric,
    input_tokens   numeric,
    output_tokens  numeric,
    compute_millis numeric,
    noted_at       timestamptz not null default now(),
    check ((period_start is null) = ("offset" is not null))
);

create unique index usage_rejected_place on tributary.usage_rejected (chain_id, vault, topic, partition, "offset", index)
    where "offset" is not null;
create unique index usage_rejected_close on tributary.usage_rejected
    (chain_id, vault, period_start, reason, model, payer, gateway, pass, minute_start) where period_start is not null;
create index usage_rejected_report on tributary.usage_rejected (chain_id, vault, gateway, sequence)
    where sequence is not null;
create index usage_rejected_use on tributary.usage_rejected (chain_id, vault, model, minute_start);

create view tributary.charge_at_close as
select chain_id, vault, period_start, booked_period_start, token, payer, model, minute_start, funded_micro, void_micro,
       written_off_micro, waiting_micro, charge_micro, lines, calls, input_tokens, output_tokens, compute_millis
from tributary.charge_position;

-- What accrued, with the usage behind it wherever it was paid.
create view tributary.funded_charge as
select c.chain_id, c.vault, c.period_start, c.booked_period_start, c.token, c.payer, c.model, c.minute_start,
       c.funded_micro, o.charge_micro, o.lines, o.calls, o.input_tokens, o.output_tokens, o.compute_millis
from tributary.charge_position c
         left join tributary.charge_position o
                   on o.chain_id = c.chain_id and o.vault = c.vault and o.period_start = c.booked_period_start
                       and o.model = c.model and o.minute_start = c.minute_start and o.payer = c.payer
                       and o.token = c.token and o.booked_period_start = c.booked_period_start
where c.funded_micro > 0;

create view tributary.accepted_chain_event as
select chain_id, vault, ordinal, contract, address, event, args, block_number, block_hash, block_timestamp, transaction,
       log_index
from tributary.chain_event;

create view tributary.refused_usage as
select chain_id, vault, reason, detail, lines, topic, partition, "offset", index, sequence, id, period_start, minute_start,
       gateway, model, payer, pass, calls, input_tokens, output_tokens, compute_millis, noted_at
from tributary.usage_rejected;

-- Who refuses to keep to what: lines and quantities by reason, model and gateway and the hour in which it was noted.
create view tributary.refusals_by_reason as
select chain_id, vault, reason, model, gateway, date_trunc('hour', noted_at) as hour, count(*) as refusals,
       sum(lines) as lines, sum(calls) as calls, sum(input_tokens) as input_tokens, sum(output_tokens) as output_tokens,
       sum(compute_millis) as compute_millis
from tributary.usage_rejected
group by chain_id, vault, reason, model, gateway, date_trunc('hour', noted_at);

-- The piracy signal: usage without a valid pass. `revoked_at` is when the pass that was cited had been revoked, if it was.
create view tributary.piracy_signal as
select u.chain_id, u.vault, u.model, u.payer, u.gateway, u.pass, u.minute_start, u.period_start, u.lines, u.calls,
       u.input_tokens, u.output_tokens, u.compute_millis, r.revoked_at
from tributary.usage_rejected u
         left join (select chain_id, vault, args ->> 'modelId' as model, args ->> 'passId' as pass,
                           to_timestamp(min(block_timestamp))       as revoked_at
                    from tributary.chain_event
                    where contract = 'AccessPass' and event = 'PassRevoked'
                    group by chain_id, vault, args ->> 'modelId', args ->> 'passId') r
                   on r.chain_id = u.chain_id and r.vault = u.vault and r.pass = u.pass and u.pass <> ''
                       and (r.model is null or r.model = u.model)
where u.reason = 'PASS_INVALID';

grant select, insert, update on tributary.charge_position, tributary.chain_event, tributary.usage_rejected
    to tributary_jobs;
grant select on tributary.payer_close to tributary_settlement;
grant select on tributary.charge_at_close, tributary.funded_charge, tributary.accepted_chain_event,
    tributary.refused_usage, tributary.refusals_by_reason, tributary.piracy_signal to tributary_read, tributary_settlement;

-- A statement asks for one account's lines over all periods.
create index staged_line_account on tributary.staged_line (chain_id, vault, account, token, period_start);
