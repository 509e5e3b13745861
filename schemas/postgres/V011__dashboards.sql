-- What the dashboards read: amounts in whole tokens, and where earnings come from. For people, never read by the money path.
-- Amounts are divided by powers of ten in `numeric`, so every digit of the integers below them is kept.

-- What the token contracts say of themselves; written by the settlement run. Amounts of a token that is not here yet are
-- shown in base units.
create table tributary.token_unit
(
    chain_id bigint   not null,
    token    text     not null,
    symbol   text     not null check (symbol <> ''),
    decimals smallint not null check (decimals between 0 and 255),
    primary key (chain_id, token)
);

-- Refusals and claims of a time range, and usage without a pass of one.
create index usage_rejected_noted on tributary.usage_rejected (chain_id, vault, noted_at);
create index usage_rejected_pass on tributary.usage_rejected (chain_id, vault, minute_start) where reason = 'PASS_INVALID';
create index claim_time on tributary.claim (chain_id, vault, claimed_at);
create index purchase_time on tributary.purchase (chain_id, vault, purchased_at);

create function tributary.in_tokens(amount numeric, decimals integer) returns numeric
    language sql
    immutable
    parallel safe
as
$$
select trim_scale(amount * ('1e-' || decimals)::numeric)
$$;
comment on function tributary.in_tokens is
    'An amount divided by 10^decimals, exactly. Of base units: the decimals of the token; of micro units 6 more; of numerators 24 more.';

create view tributary.vault_token as
select e.chain_id, e.vault, e.args ->> 'token' as token,
       coalesce(u.symbol, 'base units of ' || left(e.args ->> 'token', 8)) as symbol,
       coalesce(u.decimals, 0)::integer                                   as decimals
from tributary.chain_event e
         left join tributary.token_unit u on u.chain_id = e.chain_id and u.token = e.args ->> 'token'
where e.contract = 'RoyaltyVault'
  and e.event = 'TokenAdded';
comment on view tributary.vault_token is
    'The tokens on a vault''s allow-list with their symbol and decimals; 0 decimals while they are not known.';

create view tributary.model_usage as
select u.chain_id, u.vault, u.minute_start, u.model, u.token, u.lines, u.calls, u.input_tokens, u.output_tokens,
       u.compute_millis, tributary.in_tokens(u.revenue_micro, t.decimals + 6) as revenue, u.payers, u.observed_lines,
       u.error_lines, u.latency_p50_millis, u.latency_p95_millis, u.latency_p99_millis
from tributary.usage_minute u
         join tributary.vault_token t using (chain_id, vault, token);
comment on view tributary.model_usage is 'A model''s own counted usage by minute; revenue in tokens, funded or not.';

create view tributary.model_downstream as
select d.chain_id, d.vault, d.period_start, d.model, d.token, d.lines, d.calls, d.input_tokens, d.output_tokens,
       d.compute_millis, tributary.in_tokens(d.revenue_micro, t.decimals + 6) as revenue
from tributary.downstream_usage d
         join tributary.vault_token t using (chain_id, vault, token);
comment on view tributary.model_downstream is
    'What the descendants of a model earned by period, revenue in tokens; the model''s own usage is not in it.';

create view tributary.model_price as
select a.chain_id, a.vault, a.model, a.ordinal, a.token, t.symbol, a.state, a.effective_at, a.announced_at,
       tributary.in_tokens(a.calls_price, t.decimals)          as per_million_calls,
       tributary.in_tokens(a.input_tokens_price, t.decimals)   as per_million_input_tokens,
       tributary.in_tokens(a.output_tokens_price, t.decimals)  as per_million_output_tokens,
       tributary.in_tokens(a.compute_millis_price, t.decimals) as per_million_compute_millis,
       tributary.in_tokens(a.licence_price, t.decimals)        as licence,
       a.minimum_score_ppm, a.pass_required
from tributary.announced_terms a
         join tributary.vault_token t using (chain_id, vault, token);
comment on view tributary.model_price is 'Every announced price of a model in tokens per million of a meter, with what became of it.';

create view tributary.licence_purchase as
select p.chain_id, p.vault, p.purchase, p.model, p.buyer, p.token, t.symbol,
       tributary.in_tokens(p.price, t.decimals) as price, tributary.in_tokens(p.fee, t.decimals) as fee,
       tributary.in_tokens(p.net, t.decimals)   as net, p.state, p.refunded_for, p.net_to, p.overdue, p.purchased_at,
       p.deadline, p.ended_at
from tributary.purchase_status p
         join tributary.vault_token t using (chain_id, vault, token);
comment on view tributary.licence_purchase is 'Purchases of licences with amounts in tokens; LOCKED ones are in escrow.';

create view tributary.epoch_token as
select s.chain_id, s.vault, s.epoch, s.period_start, s.period_end, h.token, t.symbol, t.decimals,
       coalesce(b.state, 'SEALED')                                                as state,
       tributary.in_tokens(h."revenueMicro", t.decimals + 6)                      as revenue,
       tributary.in_tokens(h."feeNumerator", t.decimals + 24)                     as fee,
       tributary.in_tokens(h."royaltiesNumerator", t.decimals + 24)               as royalties,
       tributary.in_tokens(h."saleMicro", t.decimals + 6)                         as sales,
       tributary.in_tokens(h."withdrawnMicro", t.decimals + 6)                    as withdrawn,
       tributary.in_tokens(h."unfundedMicro", t.decimals + 6)                     as unfunded,
       tributary.in_tokens(h."voidMicro" + h."writtenOffMicro", t.decimals + 6)   as given_up,
       tributary.in_tokens(h."linesNumerator", t.decimals + 24)                   as credited,
       tributary.in_tokens(h."receivedMicro", t.decimals + 6)                     as received,
       tributary.in_tokens(h."balancesMicro", t.decimals + 6)                     as balances,
       tributary.in_tokens(h."suspenseNumerator", t.decimals + 24)                as suspense,
       tributary.in_tokens(n.cumulative, t.decimals)                              as published,
       tributary.in_tokens(n.residual_numerator, t.decimals + 24)                 as residual
from tributary.sealed_period s
         left join tributary.batch b using (chain_id, vault, epoch)
         left join tributary.revised_period r
                   on r.chain_id = s.chain_id and r.vault = s.vault and r.epoch = s.epoch and r.revision = b.revision
         cross join lateral jsonb_to_recordset(coalesce(r.header, s.header)::jsonb -> 'tokens')
             as h(token text, "linesNumerator" numeric, "revenueMicro" numeric, "feeNumerator" numeric,
                  "royaltiesNumerator" numeric, "unfundedMicro" numeric, "voidMicro" numeric, "writtenOffMicro" numeric,
                  "saleMicro" numeric, "withdrawnMicro" numeric, "receivedMicro" numeric, "balancesMicro" numeric,
                  "suspenseNumerator" numeric)
         join tributary.vault_token t on t.chain_id = s.chain_id and t.vault = s.vault and t.token = h.token
         left join tributary.batch_token n
                   on n.chain_id = s.chain_id and n.vault = s.vault and n.epoch = s.epoch and n.token = h.token;
comment on view tributary.epoch_token is
    'What each epoch says of each token, in tokens: what the period moved; received, balances and suspense since the beginning; published and residual once it is proved.';

create view tributary.token_solvency as
select chain_id, vault, epoch, period_end, token, symbol, state, received, balances, suspense,
       sum(credited) over so_far                                     as accrued,
       received - balances - suspense - sum(credited) over so_far    as unexplained
from tributary.epoch_token
window so_far as (partition by chain_id, vault, token order by epoch);
comment on view tributary.token_solvency is
    'The conservation rule after each epoch: received = balances + suspense + accrued, so unexplained is exactly 0, or units were created or destroyed.';

create view tributary.epoch_step as
select s.chain_id, s.vault, s.epoch, s.period_start, s.period_end, s.line_count, s.sealed_at,
       coalesce(b.state, 'SEALED') as state, coalesce(b.revision, 1) as revision, b.root, b.leaf_count, b.halt_code,
       b.halt_message, h.proposed_at, h.accepted_at, h.final_at,
       extract(epoch from coalesce(h.final_at, now()) - s.period_end) as seconds_since_end
from tributary.sealed_period s
         left join tributary.batch b using (chain_id, vault, epoch)
         left join lateral (select max(changed_at) filter (where to_state = 'PROPOSED') as proposed_at,
                                   max(changed_at) filter (where to_state = 'ACCEPTED') as accepted_at,
                                   max(changed_at) filter (where to_state = 'FINAL')    as final_at
                            from tributary.batch_history h
                            where h.chain_id = s.chain_id and h.vault = s.vault and h.epoch = s.epoch) h on true;
comment on view tributary.epoch_step is
    'Where each epoch is and when it got there; seconds from the end of its period until it was final, or until now.';

create view tributary.submission_cost as
select o.chain_id, o.vault, o.sender, o.nonce, o.purpose, o.epoch, o.revision, o.state, o.block_number,
       trim_scale(o.fee_wei * 1e-18) as fee, a.attempts, a.first_signed_at, o.ended_at,
       extract(epoch from coalesce(o.ended_at, now()) - a.first_signed_at) as pending_seconds
from tributary.outbound_transaction o
         left join lateral (select count(*) as attempts, min(signed_at) as first_signed_at
                            from tributary.transaction_attempt t
                            where t.chain_id = o.chain_id and t.sender = o.sender and t.nonce = o.nonce) a on true;
comment on view tributary.submission_cost is
    'The settlement''s transactions: how often each was signed, how long it took, and its fee in the chain''s coin (10^18 wei).';

create view tributary.account_earning as
select l.chain_id, l.vault, l.epoch, p.period_start, p.period_end, l.account, l.token, t.symbol,
       tributary.in_tokens(l.numerator, t.decimals + 24) as earned
from tributary.settled_line l
         join tributary.sealed_period p using (chain_id, vault, epoch)
         join tributary.vault_token t using (chain_id, vault, token);
comment on view tributary.account_earning is 'What each sealed epoch credits to an account, in tokens, to the last fraction.';

create view tributary.account_standing as
select e.chain_id, e.vault, e.account, e.token, t.symbol, e.earned, p.epoch,
       coalesce(tributary.in_tokens(p.published, t.decimals), 0)                        as published,
       coalesce(c.claimed, 0)                                                           as claimed,
       coalesce(tributary.in_tokens(p.published, t.decimals), 0) - coalesce(c.claimed, 0) as claimable,
       e.earned - coalesce(tributary.in_tokens(p.published, t.decimals), 0)             as not_yet_published
from (select chain_id, vault, account, token, sum(earned) as earned
      from tributary.account_earning
      group by chain_id, vault, account, token) e
         join tributary.vault_token t using (chain_id, vault, token)
         left join lateral (select x.epoch, div(x.numerator, 1e24) as published
                            from tributary.account_total x
                            where x.chain_id = e.chain_id and x.vault = e.vault and x.token = e.token
                              and x.account = e.account
                              and x.epoch <= (select max(b.epoch)
                                              from tributary.batch b
                                              where b.chain_id = e.chain_id and b.vault = e.vault
                                                and (b.state in ('ACCEPTED', 'FINAL')
                                                  or b.halted_from in ('ACCEPTED', 'FINAL')))
                            order by x.epoch desc
                            limit 1) p on true
         left join lateral (select tributary.in_tokens(sum(k.amount), t.decimals) as claimed
                            from tributary.claim k
                            where k.chain_id = e.chain_id and k.vault = e.vault and k.account = e.account
                              and k.token = e.token) c on true;
comment on view tributary.account_standing is
    'Where an account stands, in tokens: earned in sealed epochs, published by the last accepted root, claimed, and what is left.';

create view tributary.account_published as
select a.chain_id, a.vault, a.epoch, p.account, p.token, t.symbol,
       tributary.in_tokens(p.cumulative, t.decimals)                          as published,
       tributary.in_tokens(coalesce(c.amount, 0), t.decimals)                 as claimed,
       tributary.in_tokens(p.cumulative - coalesce(c.amount, 0), t.decimals)  as claimable
from (select chain_id, vault, max(epoch) as epoch
      from tributary.batch
      where state in ('ACCEPTED', 'FINAL')
         or halted_from in ('ACCEPTED', 'FINAL')
      group by chain_id, vault) a
         join tributary.proof p using (chain_id, vault, epoch)
         join tributary.vault_token t on t.chain_id = p.chain_id and t.vault = p.vault and t.token = p.token
         left join lateral (select sum(k.amount) as amount
                            from tributary.claim k
                            where k.chain_id = p.chain_id and k.vault = p.vault and k.account = p.account
                              and k.token = p.token) c on true;
comment on view tributary.account_published is
    'All accounts in the last accepted root: published, claimed and claimable, in tokens. For rankings; one account in full is in account_standing.';

create view tributary.account_claim as
select c.chain_id, c.vault, c.account, c.token, t.symbol, tributary.in_tokens(c.amount, t.decimals) as amount,
       tributary.in_tokens(c.cumulative, t.decimals) as cumulative, c.transaction, c.block_number, c.claimed_at
from tributary.claim c
         join tributary.vault_token t using (chain_id, vault, token);
comment on view tributary.account_claim is 'What the vault paid out, in tokens.';

create view tributary.payer_funds as
select p.chain_id, p.vault, p.period_start, p.token, t.symbol, p.payer,
       tributary.in_tokens(p.deposited_micro, t.decimals + 6) as deposited,
       tributary.in_tokens(p.funded_micro, t.decimals + 6)    as funded,
       tributary.in_tokens(p.balance_micro, t.decimals + 6)   as balance,
       tributary.in_tokens(p.unfunded_micro, t.decimals + 6)  as unfunded
from tributary.payer_position p
         join tributary.vault_token t using (chain_id, vault, token);
comment on view tributary.payer_funds is 'Where payers stand after each close that changed it, in tokens.';

create view tributary.payer_spending as
select c.chain_id, c.vault, c.period_start, c.minute_start, c.model, c.payer, c.token,
       tributary.in_tokens(c.funded_micro, t.decimals + 6) as spent
from tributary.charge_position c
         join tributary.vault_token t using (chain_id, vault, token)
where c.funded_micro > 0;
comment on view tributary.payer_spending is 'What each close took from which payer for which model and minute, in tokens.';

create view tributary.suspense_over_time as
select s.chain_id, s.vault, s.period_start, s.token, t.symbol, s.model,
       tributary.in_tokens(s.numerator, t.decimals + 24) as held
from tributary.suspense s
         join tributary.vault_token t using (chain_id, vault, token);
comment on view tributary.suspense_over_time is 'What is held for models in dispute after each close that changed it, in tokens.';

-- Where earnings come from. The rules are those of settlement, told again in SQL; a test compares both to the last unit.

create function tributary.model_of_token_id(id numeric) returns text
    language sql
    immutable
    parallel safe
as
$$
select '0x' || string_agg(lpad(to_hex(mod(div(id, power(4294967296::numeric, word)), 4294967296)::bigint), 8, '0'), ''
                          order by word desc)
from generate_series(0, 7) as word
$$;
comment on function tributary.model_of_token_id is 'The model whose NFT has this id: the same 256 bits.';

create view tributary.model_payee as
with split as (select chain_id, vault, ordinal, block_timestamp, args ->> 'modelId' as model,
                      args -> 'accounts' as accounts, args -> 'basisPoints' as basis_points
               from tributary.chain_event
               where contract = 'ModelRegistry' and event = 'SplitChanged'
               union all
               select chain_id, vault, ordinal, block_timestamp, args ->> 'modelId',
                      jsonb_build_array(args ->> 'owner'), jsonb_build_array(10000)
               from tributary.chain_event
               where contract = 'ModelRegistry' and event = 'ModelRegistered'
               union all
               select chain_id, vault, ordinal, block_timestamp,
                      tributary.model_of_token_id((args ->> 'tokenId')::numeric),
                      jsonb_build_array(args ->> 'to'), jsonb_build_array(10000)
               from tributary.chain_event
               where contract = 'ModelRegistry' and event = 'Transfer'
                 and args ->> 'from' <> '0x0000000000000000000000000000000000000000'),
     dated as (select *,
                      lead(block_timestamp) over by_model as until_timestamp,
                      lead(ordinal) over by_model         as until_ordinal
               from split
               window by_model as (partition by chain_id, vault, model order by ordinal))
select d.chain_id, d.vault, d.model, d.ordinal as from_ordinal, d.until_ordinal,
       to_timestamp(d.block_timestamp)                                      as in_force_from,
       coalesce(to_timestamp(d.until_timestamp), 'infinity'::timestamptz)   as in_force_until,
       p.account, p.basis_points::integer                                   as basis_points
from dated d
         cross join lateral rows from (jsonb_array_elements_text(d.accounts), jsonb_array_elements_text(d.basis_points))
             as p(account, basis_points);
comment on view tributary.model_payee is
    'Who is behind a model, and from when until when: the owner, or the accounts of the split. Of two changes in one second the later in the log counts.';

create view tributary.model_freeze as
select chain_id, vault, model, from_ordinal, until_ordinal, frozen_at, coalesce(unfrozen_at, 'infinity') as unfrozen_at,
       redirect_to
from (select chain_id, vault, args ->> 'modelId' as model, event, ordinal as from_ordinal,
             to_timestamp(block_timestamp)                              as frozen_at,
             lead(ordinal) over by_model                                as until_ordinal,
             to_timestamp(lead(block_timestamp) over by_model)          as unfrozen_at,
             nullif(lead(args ->> 'redirectTo') over by_model, '0x0000000000000000000000000000000000000000') as redirect_to
      from tributary.chain_event
      where contract = 'ModelRegistry' and event in ('ModelFrozen', 'ModelUnfrozen')
      window by_model as (partition by chain_id, vault, args ->> 'modelId' order by ordinal)) change
where event = 'ModelFrozen';
comment on view tributary.model_freeze is
    'Disputes: when a model was frozen, when that ended, and who got what was held; without redirect_to, who is behind the model just after the end.';

create view tributary.platform_fee as
select chain_id, vault, ordinal, (args ->> 'feePpm')::bigint as fee_ppm, to_timestamp(block_timestamp) as in_force_from,
       coalesce(to_timestamp(lead(block_timestamp) over (partition by chain_id, vault order by ordinal)), 'infinity')
           as in_force_until
from tributary.chain_event
where contract = 'RoyaltyVault'
  and event = 'FeeChanged';
comment on view tributary.platform_fee is 'The platform fee in parts per million, and from when until when it is in force.';

create view tributary.platform_treasury as
select chain_id, vault, ordinal, args ->> 'treasury' as account, to_timestamp(block_timestamp) as in_force_from,
       coalesce(to_timestamp(lead(block_timestamp) over (partition by chain_id, vault order by ordinal)), 'infinity')
           as in_force_until
from tributary.chain_event
where contract = 'RoyaltyVault'
  and event = 'TreasuryChanged';
comment on view tributary.platform_treasury is 'The account that the platform fee goes to, and from when until when.';

create function tributary.lineage_share(of_chain bigint, of_vault text, of_model text)
    returns table
            (
                receiver text,
                share    bigint,
                path     text[]
            )
    language plpgsql
    stable
    set search_path = tributary, pg_temp
as
$$
declare
    whole    constant bigint := 100000000;
    member   record;
    edge     record;
    part     bigint;
    -- By model: what flows in and out along relative edges, and what absolute edges take from the earning model.
    inflow   jsonb  := jsonb_build_object(of_model, whole);
    outflow  jsonb  := '{}';
    absolute jsonb  := '{}';
    taken    bigint := 0;
begin
    -- Children first: the longest way to a parent is longer than the longest to its child.
    for member in
        with recursive walk(model, depth, path) as (select of_model, 0, array [of_model]
                                                    union all
                                                    select p.parent, w.depth + 1, w.path || p.parent
                                                    from walk w
                                                             join registered_model m on m.chain_id = of_chain and m.vault = of_vault
                                                        and m.model = w.model
                                                             cross join unnest(m.parents) as p(parent))
        -- The shortest way, after its length: arrays of different lengths cannot be gathered.
        select w.model, max(w.depth) as depth,
               string_to_array(min(lpad(w.depth::text, 4, '0') || ' ' || array_to_string(w.path, ' ')), ' ') as path
        from walk w
        group by w.model
        order by 2, 1
        loop
            for edge in
                select p.model as parent, p.policy, p.share
                from registered_model c
                         join registered_model p on p.chain_id = c.chain_id and p.vault = c.vault and p.model = any (c.parents)
                where c.chain_id = of_chain and c.vault = of_vault and c.model = member.model
                loop
                    if edge.policy = 'LAP' then
                        taken := taken + edge.share;
                        absolute := absolute || jsonb_build_object(
                                edge.parent, coalesce((absolute ->> edge.parent)::bigint, 0) + edge.share);
                    else
                        part := coalesce((inflow ->> member.model)::bigint, 0) * edge.share / whole;
                        inflow := inflow || jsonb_build_object(
                                edge.parent, coalesce((inflow ->> edge.parent)::bigint, 0) + part);
                        outflow := outflow || jsonb_build_object(
                                member.model, coalesce((outflow ->> member.model)::bigint, 0) + part);
                    end if;
                end loop;
            if member.model <> of_model then
                receiver := member.model;
                share := coalesce((absolute ->> member.model)::bigint, 0)
                             + coalesce((inflow ->> member.model)::bigint, 0)
                    - coalesce((outflow ->> member.model)::bigint, 0);
                path := member.path[2:];
                return next;
            end if;
        end loop;
    receiver := of_model;
    share := whole - taken - coalesce((outflow ->> of_model)::bigint, 0);
    path := array [of_model];
    return next;
end
$$;
comment on function tributary.lineage_share is
    'Shares of a model and its ancestors in its net revenue, over 10^8, with the shortest way up to each.';

create function tributary.earning_by_path(of_chain bigint, of_vault text, of_account text, since timestamptz,
                                          until timestamptz)
    returns table
            (
                kind      text,
                token     text,
                model     text,
                receiver  text,
                path      text[],
                numerator numeric
            )
    language sql
    stable
    set search_path = tributary, pg_temp
as
$$
with recursive payee as materialized (select * from model_payee p where p.chain_id = of_chain and p.vault = of_vault),
     dispute as materialized (select * from model_freeze f where f.chain_id = of_chain and f.vault = of_vault),
     behind as (select distinct p.model from payee p where p.account = of_account
                union
                select f.model from dispute f where f.redirect_to = of_account),
     -- Those models and all that descend from them; every model, for who ever was the treasury.
     earning(model) as (select b.model from behind b
                        union
                        select m.model
                        from earning e
                                 join registered_model m on m.chain_id = of_chain and m.vault = of_vault and m.parents @> array [e.model]),
     paid as materialized (select c.token, c.model, c.minute_start, sum(c.funded_micro) as micro
                           from charge_at_close c
                           where c.chain_id = of_chain and c.vault = of_vault and c.period_start >= since
                             and c.period_start < until and c.funded_micro > 0
                             and (c.model in (select e.model from earning e)
                               or exists (select from platform_treasury t
                                          where t.chain_id = of_chain and t.vault = of_vault and t.account = of_account))
                           group by c.token, c.model, c.minute_start),
     sale as (select e.args ->> 'token' as token, e.args ->> 'modelId' as model, (e.args ->> 'amount')::numeric as amount,
                     e.ordinal
              from accepted_chain_event e
              where e.chain_id = of_chain and e.vault = of_vault and e.contract = 'RoyaltyVault'
                and e.event = 'RevenueReceived' and to_timestamp(e.block_timestamp) >= since
                and to_timestamp(e.block_timestamp) < until),
     family as materialized (select e.model, s.receiver, s.share, s.path
                             from (select p.model from paid p union select s.model from sale s) e
                                      cross join lateral lineage_share(of_chain, of_vault, e.model) s
                             where s.share > 0 and s.receiver in (select b.model from behind b)),
     -- A dispute's part goes where its end sent it; while it lasts it is nobody's.
     usage as (select f.model, f.receiver, f.path, p.token,
                      p.micro * (1000000 - o.fee_ppm) * f.share * coalesce(x.basis_points, 10000) as numerator
               from paid p
                        join family f on f.model = p.model
                        join platform_fee o on o.chain_id = of_chain and o.vault = of_vault
                   and p.minute_start >= o.in_force_from and p.minute_start < o.in_force_until
                        left join dispute z on z.model = f.receiver and p.minute_start >= z.frozen_at
                   and p.minute_start < z.unfrozen_at
                        left join payee x on x.model = f.receiver and x.account = of_account
                   and case
                           when z.model is null
                               then p.minute_start >= x.in_force_from and p.minute_start < x.in_force_until
                           else z.redirect_to is null and z.until_ordinal >= x.from_ordinal
                               and (x.until_ordinal is null or z.until_ordinal < x.until_ordinal) end
               where x.account is not null or z.redirect_to = of_account),
     sold as (select f.model, f.receiver, f.path, s.token,
                     s.amount * 1e12 * f.share * coalesce(x.basis_points, 10000) as numerator
              from sale s
                       join family f on f.model = s.model
                       left join dispute z on z.model = f.receiver and s.ordinal >= z.from_ordinal
                  and (z.until_ordinal is null or s.ordinal < z.until_ordinal)
                       left join payee x on x.model = f.receiver and x.account = of_account
                  and case
                          when z.model is null
                              then s.ordinal >= x.from_ordinal and (x.until_ordinal is null or s.ordinal < x.until_ordinal)
                          else z.redirect_to is null and z.until_ordinal >= x.from_ordinal
                              and (x.until_ordinal is null or z.until_ordinal < x.until_ordinal) end
              where x.account is not null or z.redirect_to = of_account)
select 'USAGE', u.token, u.model, u.receiver, u.path, sum(u.numerator)
from usage u
group by u.token, u.model, u.receiver, u.path
union all
select 'SALE', s.token, s.model, s.receiver, s.path, sum(s.numerator)
from sold s
group by s.token, s.model, s.receiver, s.path
union all
select 'PLATFORM_FEE', p.token, p.model, null, null, sum(p.micro * o.fee_ppm) * 1e12
from paid p
         join platform_treasury t on t.chain_id = of_chain and t.vault = of_vault and t.account = of_account
    and p.minute_start >= t.in_force_from and p.minute_start < t.in_force_until
         join platform_fee o on o.chain_id = of_chain and o.vault = of_vault
    and p.minute_start >= o.in_force_from and p.minute_start < o.in_force_until
group by p.token, p.model
union all
select 'WITHDRAWAL', w.token, null, null, null, sum(w.withdrawn_micro) * 1e18
from payer_close w
where w.chain_id = of_chain and w.vault = of_vault and w.payer = of_account and w.period_start >= since
  and w.period_start < until and w.withdrawn_micro > 0
group by w.token
$$;
comment on function tributary.earning_by_path is
    'What an account earned in the periods of a time range, by the model that was used or sold and the one that it is behind, in 10^-24 base units. What was held in a dispute counts in the period in which it was earned.';

grant select, insert on tributary.token_unit to tributary_settlement;
grant select on tributary.vault_token to tributary_settlement;
grant select on tributary.vault_token, tributary.model_usage, tributary.model_downstream,
    tributary.model_price, tributary.licence_purchase, tributary.epoch_token, tributary.token_solvency,
    tributary.epoch_step, tributary.submission_cost, tributary.account_earning, tributary.account_standing,
    tributary.account_published, tributary.account_claim, tributary.payer_funds, tributary.payer_spending, tributary.suspense_over_time,
    tributary.model_payee, tributary.model_freeze, tributary.platform_fee, tributary.platform_treasury
    to tributary_read;
