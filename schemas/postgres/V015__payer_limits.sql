-- What gateways ask for before they serve: beside a payer's balance, how much may be spent of it.

-- Who asks for one payer reads no other's.
create index chain_event_spend_limit on tributary.chain_event
    (chain_id, vault, (args ->> 'payer'), (args ->> 'token'), ordinal)
    where contract = 'RoyaltyVault' and event = 'SpendLimitChanged';

create view tributary.spend_limit as
select chain_id, vault, args ->> 'token' as token, args ->> 'payer' as payer, ordinal,
       nullif((args ->> 'perPeriod')::numeric, 2::numeric ^ 256 - 1)                 as per_period,
       to_timestamp(block_timestamp)                                                as in_force_from,
       coalesce(to_timestamp(lead(block_timestamp) over of_payer), 'infinity')      as in_force_until
from tributary.chain_event
where contract = 'RoyaltyVault'
  and event = 'SpendLimitChanged'
window of_payer as (partition by chain_id, vault, args ->> 'token', args ->> 'payer' order by ordinal);
comment on view tributary.spend_limit is
    'How much a payer lets a period''s usage cost, in base units (null: without limit), and from when until when. A period keeps to the one in force at its start; of two changes in one second the later in the log counts.';

-- Also of payers who set a limit and never had a close: since is null then.
create or replace view tributary.payer_standing as
select chain_id, vault, token, payer, closed.since, coalesce(closed.balance_micro, 0) as balance_micro,
       coalesce(closed.unfunded_micro, 0)                                             as unfunded_micro,
       coalesce(closed.written_off_micro, 0)                                          as written_off_micro,
       newest.per_period                                                              as spend_limit,
       newest.in_force_from                                                           as spend_limit_since
from (select distinct on (chain_id, vault, token, payer)
             chain_id, vault, token, payer, period_start as since, balance_micro, unfunded_micro,
             sum(written_off_micro) over (partition by chain_id, vault, token, payer) as written_off_micro
      from tributary.payer_position
      order by chain_id, vault, token, payer, period_start desc) closed
         full join (select chain_id, vault, token, payer, per_period, in_force_from
                    from tributary.spend_limit
                    where in_force_until = 'infinity') newest using (chain_id, vault, token, payer);
comment on view tributary.payer_standing is
    'Where payers stand: since the period whose close changed it last, what is left and what waits, in 10^-6 base units; all that was ever written off; and the limit in force now, in base units per period, null without one.';

grant select on tributary.spend_limit to tributary_read, tributary_settlement;
