-- The marketplace as the chain tells it: what models score, what is in escrow, who holds which pass. For people and
-- dashboards, never read by the money path. Every row says in which block and transaction it came about. Numbers of 64
-- and more bits are in `numeric`, scores and measurements in parts per million, amounts in base units of the token.

-- What a model's owner asks for its licence and its usage. In force from `effective_at` until the next ones are; of two
-- from the same time the later in the log counts, and neither cancels the other.
create table tributary.model_terms
(
    chain_id              bigint      not null,
    vault                 text        not null,
    model                 text        not null,
    ordinal               bigint      not null,
    token                 text        not null,
    -- of usage, per million of each meter
    calls_price           numeric     not null,
    input_tokens_price    numeric     not null,
    output_tokens_price   numeric     not null,
    compute_millis_price  numeric     not null,
    -- zero: not for sale
    licence_price         numeric     not null,
    -- the score that a sale needs
    minimum_score_ppm     numeric     not null,
    -- whether usage must cite a valid pass
    pass_required         boolean     not null,
    pass_lifetime_seconds numeric     not null,
    effective_at          timestamptz not null,
    announced_at          timestamptz not null,
    transaction           text        not null,
    primary key (chain_id, vault, model, ordinal)
);

-- What one reporter measured in one round.
create table tributary.benchmark_report
(
    chain_id      bigint      not null,
    vault         text        not null,
    model         text        not null,
    round         numeric     not null check (round > 0),
    reporter      text        not null,
    accuracy_ppm  bigint      not null,
    diversity_ppm bigint      not null,
    absence_ppm   bigint      not null,
    cost_ppm      numeric     not null check (cost_ppm > 0),
    -- hash of what the measurement rests on
    evidence      text        not null,
    block_number  bigint      not null,
    reported_at   timestamptz not null,
    transaction   text        not null,
    primary key (chain_id, vault, model, round, reporter)
);

-- A round reached its quorum. From `expires_at` on the model counts as unverified.
create table tributary.model_verification
(
    chain_id     bigint      not null,
    vault        text        not null,
    model        text        not null,
    round        numeric     not null check (round > 0),
    score_ppm    numeric     not null check (score_ppm >= 0),
    verified_at  timestamptz not null,
    expires_at   timestamptz not null,
    block_number bigint      not null,
    transaction  text        not null,
    primary key (chain_id, vault, model, round)
);

-- One row per purchase, written again when it leaves LOCKED, which it does once. A write of an older state than the row
-- has, as by a restored job, changes nothing: `ordinal` is the place in the chain's log of the event it was written for.
create table tributary.purchase
(
    chain_id             bigint      not null,
    vault                text        not null,
    purchase             numeric     not null check (purchase > 0),
    model                text        not null,
    buyer                text        not null,
    token                text        not null,
    price                numeric     not null check (price >= 0),
    minimum_score_ppm    numeric     not null,
    deadline             timestamptz not null,
    purchased_at         timestamptz not null,
    purchase_transaction text        not null,
    state                text        not null check (state in ('LOCKED', 'RELEASED', 'REFUNDED')),
    ended_at             timestamptz,
    end_transaction      text,
    -- only when RELEASED: the access pass, what the treasury got, what is left of the price
    pass                 numeric,
    fee                  numeric,
    net                  numeric,
    -- whether the vault took the net, for all whose work is in the model; else the seller has it
    net_to_vault         boolean     not null,
    ordinal              bigint      not null,
    primary key (chain_id, vault, purchase),
    check ((state = 'LOCKED') = (ended_at is null) and (state = 'LOCKED') = (end_transaction is null)),
    check ((state = 'RELEASED') = (pass is not null)),
    check (state <> 'RELEASED' or fee + net = price)
);

create index purchase_model on tributary.purchase (chain_id, vault, model);
create index purchase_buyer on tributary.purchase (chain_id, vault, buyer);
create index purchase_locked on tributary.purchase (chain_id, vault, token) where state = 'LOCKED';

-- A pass that never ends expires at infinity. Revoked once, for ever; `ordinal` as with purchases.
create table tributary.access_pass
(
    chain_id          bigint      not null,
    vault             text        not null,
    pass              numeric     not null check (pass >= 0),
    model             text        not null,
    holder            text        not null,
    issued_at         timestamptz not null,
    issue_transaction text        not null,
    expires_at        timestamptz not null,
    revoked_at        timestamptz,
    revoke_reason     text,
    revoke_transaction text,
    ordinal           bigint      not null,
    primary key (chain_id, vault, pass),
    check ((revoked_at is null) = (revoke_reason is null) and (revoked_at is null) = (revoke_transaction is null))
);

create index access_pass_holder on tributary.access_pass (chain_id, vault, holder);
create index access_pass_model on tributary.access_pass (chain_id, vault, model);

-- Who was built on whom, read downwards.
create index model_child on tributary.model using gin (parents);

-- The middle value, or the floor of the mean of the middle two.
create function tributary.median_down(measured numeric[]) returns numeric
    language sql
    immutable
as
$$
select div(sorted[(n + 1) / 2] + sorted[n / 2 + 1], 2)
from (select array_agg(m order by m) as sorted, count(*)::integer as n from unnest(measured) as m) middle
$$;

-- Each model's terms with what became of them: COMING, IN_FORCE, or SUPERSEDED by others in force.
create view tributary.announced_terms as
select *,
       case
           when effective_at > now() then 'COMING'
           when row_number() over (partition by chain_id, vault, model, effective_at > now()
               order by effective_at desc, ordinal desc) = 1 then 'IN_FORCE'
           else 'SUPERSEDED' end as state
from tributary.model_terms;

create view tributary.reported_benchmark as
select chain_id, vault, model, round, reporter, accuracy_ppm, diversity_ppm, absence_ppm, cost_ppm, evidence,
       block_number, reported_at, transaction
from tributary.benchmark_report;

-- Every complete round with the medians that gave its score.
create view tributary.verification_history as
select v.chain_id, v.vault, v.model, v.round, v.score_ppm, b.reports, b.accuracy_ppm, b.diversity_ppm, b.absence_ppm,
       b.cost_ppm, v.verified_at, v.expires_at, v.block_number, v.transaction
from tributary.model_verification v
         left join lateral (select count(*)                                  as reports,
                                   tributary.median_down(array_agg(accuracy_ppm::numeric))  as accuracy_ppm,
                                   tributary.median_down(array_agg(diversity_ppm::numeric)) as diversity_ppm,
                                   tributary.median_down(array_agg(absence_ppm::numeric))   as absence_ppm,
                                   tributary.median_down(array_agg(cost_ppm))               as cost_ppm
                            from tributary.benchmark_report r
                            where r.chain_id = v.chain_id and r.vault = v.vault
                              and r.model = v.model and r.round = v.round) b on true;

-- What a model scores and asks for now, beside its competitors of the same format: 1 is the best score; ranked while
-- VERIFIED alone. Prices of usage are per million of a meter; a licence price of zero: not for sale.
create view tributary.model_score as
with newest as (select distinct on (chain_id, vault, model) *
                from tributary.verification_history
                order by chain_id, vault, model, round desc),
     standing as (select m.chain_id, m.vault, m.model, m.owner, m.format,
                         case
                             when n.round is null then 'UNVERIFIED'
                             when n.expires_at <= now() then 'EXPIRED'
                             else 'VERIFIED' end as state,
                         n.score_ppm, n.round, n.reports, n.accuracy_ppm, n.diversity_ppm, n.absence_ppm, n.cost_ppm,
                         n.verified_at, n.expires_at, t.token, t.licence_price, t.minimum_score_ppm, t.pass_required,
                         t.pass_lifetime_seconds, t.calls_price, t.input_tokens_price, t.output_tokens_price,
                         t.compute_millis_price
                  from tributary.model m
                           left join newest n using (chain_id, vault, model)
                           left join tributary.announced_terms t
                                     on t.chain_id = m.chain_id and t.vault = m.vault and t.model = m.model
                                         and t.state = 'IN_FORCE')
select *,
       case when state = 'VERIFIED' then
           rank() over (partition by chain_id, vault, format, state order by score_ppm desc) end as rank_in_format
from standing;

-- The roots that a model descends from; a root is of its own family, a merge of several.
create view tributary.model_family as
with recursive descent as (select chain_id, vault, model, model as family
                           from tributary.model
                           where cardinality(parents) = 0
                           union
                           select child.chain_id, child.vault, child.model, d.family
                           from descent d
                                    join tributary.model child
                                         on child.chain_id = d.chain_id and child.vault = d.vault
                                             and child.parents @> array [d.model])
select chain_id, vault, family, model
from descent;

-- What the members of a family score now: 1 is the best.
create view tributary.family_score as
select f.family, s.*,
       case when s.state = 'VERIFIED' then
           rank() over (partition by s.chain_id, s.vault, f.family, s.state order by s.score_ppm desc) end as rank_in_family
from tributary.model_family f
         join tributary.model_score s using (chain_id, vault, model);

create view tributary.purchase_status as
select chain_id, vault, purchase, model, buyer, token, price, minimum_score_ppm, deadline, purchased_at,
       purchase_transaction, state, ended_at, end_transaction, pass, fee, net,
       case when state = 'RELEASED' then case when net_to_vault then 'VAULT' else 'SELLER' end end         as net_to,
       case when state = 'REFUNDED' then case when ended_at < deadline then 'SCORE' else 'DEADLINE' end end as refunded_for,
       state = 'LOCKED' and deadline <= now()                                                              as overdue
from tributary.purchase;

-- What the marketplace must hold, per token. Overdue purchases wait for anyone to refund them.
create view tributary.escrow_held as
select chain_id, vault, token, count(*) as purchases, sum(price) as amount, min(deadline) as next_deadline,
       count(*) filter (where deadline <= now()) as overdue
from tributary.purchase
where state = 'LOCKED'
group by chain_id, vault, token;

create view tributary.pass_status as
select chain_id, vault, pass, model, holder, issued_at, issue_transaction, expires_at, revoked_at, revoke_reason,
       revoke_transaction,
       case
           when revoked_at is not null then 'REVOKED'
           when expires_at <= now() then 'EXPIRED'
           else 'VALID' end as state
from tributary.access_pass;

-- The reputation on chain: how many passes of an account were revoked.
create view tributary.account_strikes as
select chain_id, vault, holder as account, count(*) as strikes, max(revoked_at) as last_at
from tributary.access_pass
where revoked_at is not null
group by chain_id, vault, holder;

grant select, insert on tributary.model_terms, tributary.benchmark_report, tributary.model_verification to tributary_jobs;
grant select, insert, update on tributary.purchase, tributary.access_pass to tributary_jobs;
grant select on tributary.announced_terms, tributary.reported_benchmark, tributary.verification_history, tributary.model_score,
    tributary.model_family, tributary.family_score, tributary.purchase_status, tributary.escrow_held,
    tributary.pass_status, tributary.account_strikes to tributary_read;
