-- Where payers stand, and what is held for frozen models, after each close that changed it. Analytics: written again with
-- the same values, never read by the money path. `…_micro` is in 10^-6 base units, `numerator` in 10^-24.

create table tributary.payer_position
(
    chain_id          bigint      not null,
    vault             text        not null,
    period_start      timestamptz not null,
    token             text        not null,
    payer             text        not null,
    -- what the close moved
    deposited_micro   numeric     not null check (deposited_micro >= 0),
    funded_micro      numeric     not null check (funded_micro >= 0),
    void_micro        numeric     not null check (void_micro >= 0),
    written_off_micro numeric     not null check (written_off_micro >= 0),
    withdrawn_micro   numeric     not null check (withdrawn_micro >= 0),
    -- what it left
    balance_micro     numeric     not null check (balance_micro >= 0),
    unfunded_micro    numeric     not null check (unfunded_micro >= 0),
    primary key (chain_id, vault, period_start, token, payer)
);

create index payer_position_payer on tributary.payer_position (chain_id, vault, payer, token, period_start);

-- All freezes of a model together; zero from the close on that released the last of them.
create table tributary.suspense
(
    chain_id     bigint      not null,
    vault        text        not null,
    period_start timestamptz not null,
    token        text        not null,
    model        text        not null,
    numerator    numeric     not null check (numerator >= 0 and scale(numerator) = 0),
    primary key (chain_id, vault, period_start, token, model)
);

create index suspense_model on tributary.suspense (chain_id, vault, model, token, period_start);

create view tributary.payer_close as
select chain_id, vault, period_start, token, payer, deposited_micro, funded_micro, void_micro, written_off_micro,
       withdrawn_micro, balance_micro, unfunded_micro
from tributary.payer_position;

create view tributary.payer_standing as
select distinct on (chain_id, vault, token, payer)
       chain_id, vault, token, payer, period_start as since, balance_micro, unfunded_micro
from tributary.payer_position
order by chain_id, vault, token, payer, period_start desc;

create view tributary.suspense_held as
select *
from (select distinct on (chain_id, vault, token, model)
             chain_id, vault, token, model, period_start as since, numerator
      from tributary.suspense
      order by chain_id, vault, token, model, period_start desc) newest
where numerator > 0;

grant select, insert, update on tributary.payer_position, tributary.suspense to tributary_jobs;
grant select on tributary.payer_position, tributary.suspense, tributary.payer_standing, tributary.suspense_held
    to tributary_settlement;
grant select on tributary.payer_close, tributary.payer_standing, tributary.suspense_held to tributary_read;
