-- The books in double entry. Nothing is decided by them: every posting follows from what was sealed, accepted and claimed,
-- so that they can be derived again at any time, and that is also how they are checked (`tributary reconcile`).
--
-- Amounts are integers of 10^-24 base units, the unit of the accounts' numerators: a micro unit is 10^18 of them, a base
-- unit 10^24, so that no posting is ever rounded.
--
-- Accounts, per token:
--   VAULT              what the vault holds for others
--   PAYER:0x...        prepaid balance of a payer
--   PAYABLE:0x...      whole base units that an account may claim, less what it claimed
--   RESIDUAL           the fractions of all accounts together: rounding, which stays in the vault
--   SUSPENSE:0x...     held for a frozen model
-- and those that are zero again after every epoch, in which one can read what passed through them:
--   USAGE              funded charges          SALES    licence sales, net of the fee
--   TREASURY           platform fees           ROYALTIES everybody else's part
--   ACCRUED            credited to accounts

-- The periods in their order, each from the end of the one before it: closes that made no batch belong to the next.
create view tributary.settled_period as
select s.chain_id, s.vault, s.epoch, s.period_start, s.period_end, s.header,
       coalesce(lag(s.period_end) over (partition by s.chain_id, s.vault order by s.epoch), '-infinity') as since
from tributary.sealed_period s;

create view tributary.settled_line as
select chain_id, vault, epoch, token, account, numerator
from tributary.batch_line;

create table tributary.posting
(
    -- From what it stands for, so that posting a fact again does nothing.
    id        uuid        not null primary key,
    chain_id  bigint      not null,
    vault     text        not null,
    -- The epoch whose acceptance became final; of a claim the first epoch that promised it, 0 if none did.
    epoch     bigint      not null check (epoch >= 0),
    reason    text        not null check (reason in ('DEPOSIT', 'SALE', 'CHARGE', 'FEE', 'ROYALTY', 'SALE_SHARE', 'HELD',
                                                     'ACCRUAL', 'WITHDRAWAL', 'PAYABLE', 'ROUNDING', 'CLAIM')),
    token     text        not null,
    debit     text        not null,
    credit    text        not null check (credit <> debit),
    amount    numeric     not null check (amount > 0 and scale(amount) = 0),
    posted_at timestamptz not null default now()
);
create index posting_epoch on tributary.posting (chain_id, vault, epoch, reason);

create trigger posting_is_append_only
    before update or delete
    on tributary.posting
    for each row
execute function tributary.refuse_change();
create trigger posting_is_never_emptied
    before truncate
    on tributary.posting
    for each statement
execute function tributary.refuse_change();

-- What an epoch moves when its acceptance is final. An amount below zero moves the other way.
create function tributary.due_epoch_posting(of_chain bigint, of_vault text, of_epoch bigint)
    returns table
            (
                id       uuid,
                chain_id bigint,
                vault    text,
                epoch    bigint,
                reason   text,
                token    text,
                debit    text,
                credit   text,
                amount   numeric
            )
    language sql
    stable
    set search_path = tributary
as
$$
with final as (select p.*
               from tributary.settled_period p
               where p.chain_id = of_chain and p.vault = of_vault and p.epoch = of_epoch),
     total as (select f.chain_id, f.vault, f.epoch, t.*
               from final f
                        cross join lateral jsonb_to_recordset(f.header::jsonb -> 'tokens')
                            as t(token text, "revenueMicro" numeric, "feeNumerator" numeric,
                                 "royaltiesNumerator" numeric, "saleMicro" numeric)),
     payer as (select f.chain_id, f.vault, f.epoch, p.token, p.payer, sum(p.deposited_micro) as deposited,
                      sum(p.funded_micro) as funded, sum(p.withdrawn_micro) as withdrawn
               from final f
                        join tributary.payer_position p
                             on p.chain_id = f.chain_id and p.vault = f.vault and p.period_start >= f.since
                                 and p.period_start < f.period_end
               group by f.chain_id, f.vault, f.epoch, p.token, p.payer),
     held as (select f.chain_id, f.vault, f.epoch, m.token, m.model,
                     coalesce((select s.numerator
                               from tributary.suspense s
                               where s.chain_id = f.chain_id and s.vault = f.vault and s.token = m.token
                                 and s.model = m.model and s.period_start < f.period_end
                               order by s.period_start desc
                               limit 1), 0)
                         - coalesce((select s.numerator
                                     from tributary.suspense s
                                     where s.chain_id = f.chain_id and s.vault = f.vault and s.token = m.token
                                       and s.model = m.model and s.period_start < f.since
                                     order by s.period_start desc
                                     limit 1), 0) as change
              from final f
                       join (select distinct chain_id, vault, token, model from tributary.suspense) m
                            on m.chain_id = f.chain_id and m.vault = f.vault),
     line as (select f.chain_id, f.vault, f.epoch, l.token, l.account, l.numerator,
                     (div(t.numerator, 1e24) - div(t.numerator - l.numerator, 1e24)) * 1e24 as whole
              from final f
                       join tributary.settled_line l using (chain_id, vault, epoch)
                       join tributary.account_total t
                            on t.chain_id = f.chain_id and t.vault = f.vault and t.token = l.token
                                and t.account = l.account and t.epoch = f.epoch),
     moved as (select chain_id, vault, epoch, 'DEPOSIT' as reason, token, 'VAULT' as debit, 'PAYER:' || payer as credit,
                      deposited * 1e18 as amount
               from payer
               union all
               select chain_id, vault, epoch, 'SALE', token, 'VAULT', 'SALES', "saleMicro" * 1e18
               from total
               union all
               select chain_id, vault, epoch, 'CHARGE', token, 'PAYER:' || payer, 'USAGE', funded * 1e18
               from payer
               union all
               select chain_id, vault, epoch, 'FEE', token, 'USAGE', 'TREASURY', "feeNumerator"
               from total
               union all
               select chain_id, vault, epoch, 'ROYALTY', token, 'USAGE', 'ROYALTIES',
                      "revenueMicro" * 1e18 - "feeNumerator"
               from total
               union all
               select chain_id, vault, epoch, 'SALE_SHARE', token, 'SALES', 'ROYALTIES', "saleMicro" * 1e18
               from total
               union all
               select chain_id, vault, epoch, 'HELD', token, 'ROYALTIES', 'SUSPENSE:' || model, change
               from held
               union all
               select chain_id, vault, epoch, 'ACCRUAL', token, 'TREASURY', 'ACCRUED', "feeNumerator"
               from total
               union all
               select chain_id, vault, epoch, 'ACCRUAL', token, 'ROYALTIES', 'ACCRUED', "royaltiesNumerator"
               from total
               union all
               select chain_id, vault, epoch, 'WITHDRAWAL', token, 'PAYER:' || payer, 'ACCRUED', withdrawn * 1e18
               from payer
               union all
               select chain_id, vault, epoch, 'PAYABLE', token, 'ACCRUED', 'PAYABLE:' || account, whole
               from line
               union all
               select chain_id, vault, epoch, 'ROUNDING', token, 'ACCRUED', 'RESIDUAL', sum(numerator - whole)
               from line
               group by chain_id, vault, epoch, token)
select md5(concat_ws('|', chain_id, vault, epoch, reason, token, debit, credit))::uuid as id,
       chain_id, vault, epoch, reason, token,
       case when amount > 0 then debit else credit end                               as debit,
       case when amount > 0 then credit else debit end                               as credit,
       trim_scale(abs(amount))                                                       as amount
from moved
where amount <> 0
$$;

-- What the vault paid, as the chain's log tells it.
create view tributary.due_claim_posting as
select md5(concat_ws('|', c.chain_id, c.vault, 'CLAIM', c.transaction, c.log_index))::uuid as id,
       c.chain_id, c.vault,
       coalesce((select min(t.epoch)
                 from tributary.account_total t
                 where t.chain_id = c.chain_id and t.vault = c.vault and t.token = c.token and t.account = c.account
                   and div(t.numerator, 1e24) >= c.cumulative), 0)                     as epoch,
       'CLAIM'                                                                        as reason,
       c.token, 'PAYABLE:' || c.account                                               as debit, 'VAULT' as credit,
       c.amount * 1e24                                                                as amount
from tributary.claim c;

create view tributary.due_posting as
select d.*
from tributary.batch b
         cross join lateral tributary.due_epoch_posting(b.chain_id, b.vault, b.epoch) d
where b.state = 'FINAL'
   or b.halted_from = 'FINAL'
union all
select * from tributary.due_claim_posting;

-- For people: both sides of every account since the beginning, and what is left of it, in 10^-24 base units.
create view tributary.ledger_balance as
select chain_id, vault, token, account, sum(debit) as debited, sum(credit) as credited, sum(debit) - sum(credit) as balance
from (select chain_id, vault, token, debit as account, amount as debit, 0 as credit from tributary.posting
      union all
      select chain_id, vault, token, credit, 0, amount from tributary.posting) side
group by chain_id, vault, token, account;
create view tributary.ledger_posting as
select chain_id, vault, epoch, reason, token, debit, credit, amount, posted_at
from tributary.posting;

grant select, insert on tributary.posting to tributary_settlement;
grant select on tributary.settled_period, tributary.settled_line, tributary.due_posting, tributary.due_claim_posting,
    tributary.ledger_balance to tributary_settlement;
grant select on tributary.ledger_balance, tributary.ledger_posting to tributary_read;
