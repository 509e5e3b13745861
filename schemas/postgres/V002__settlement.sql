-- What the settlement run remembers: the state of every batch, what was proved, and every signed transaction.
-- Addresses and hashes are lower-case 0x text; amounts are integers in `numeric`.

-- One runner at a time. The fence only rises; every write of a runner checks that it still holds the newest one.
create table tributary.lease
(
    chain_id   bigint      not null,
    vault      text        not null,
    fence      bigint      not null check (fence > 0),
    holder     text        not null,
    expires_at timestamptz not null,
    primary key (chain_id, vault)
);

-- The newest finalized block that a run relied on: another hash at the same height is a reorg past finality.
create table tributary.finalized_block
(
    chain_id     bigint not null,
    vault        text   not null,
    block_number bigint not null,
    block_hash   text   not null,
    primary key (chain_id, vault)
);

create table tributary.batch
(
    chain_id      bigint      not null,
    vault         text        not null,
    epoch         bigint      not null check (epoch > 0),
    revision      integer     not null default 1 check (revision > 0),
    state         text        not null check (state in ('SEALED', 'PROVED', 'SIGNED', 'PROPOSED', 'ACCEPTED', 'FINAL',
                                                        'REVOKED', 'HALTED')),
    previous_root text,
    root          text,
    manifest      text,
    manifest_hash text,
    -- Number of the finalized block that the proof was made at.
    proved_at_block bigint not null default 0,
    leaf_count    bigint,
    -- Only while HALTED: the stable code, the message, and the state that `resume` returns to.
    halt_code     text,
    halt_message  text,
    halted_from   text,
    updated_at    timestamptz not null default now(),
    primary key (chain_id, vault, epoch),
    check (state in ('SEALED', 'HALTED') or (root is not null and manifest_hash is not null)),
    check ((state = 'HALTED') = (halt_code is not null and halted_from is not null))
);

-- Cumulative totals of a proved batch, per token: what the proposal carries, and what rounding left behind.
create table tributary.batch_token
(
    chain_id           bigint  not null,
    vault              text    not null,
    epoch              bigint  not null,
    token              text    not null,
    cumulative         numeric not null check (cumulative >= 0),
    residual_numerator numeric not null check (residual_numerator >= 0),
    primary key (chain_id, vault, epoch, token),
    foreign key (chain_id, vault, epoch) references tributary.batch
);

-- An account's numerator after an epoch in which it changed, in 10^-24 base units. The newest row up to an epoch is the
-- account's total then, so proving an epoch again never needs to undo anything.
create table tributary.account_total
(
    chain_id  bigint  not null,
    vault     text    not null,
    token     text    not null,
    account   text    not null,
    epoch     bigint  not null,
    numerator numeric not null check (numerator >= 0),
    primary key (chain_id, vault, token, account, epoch)
);
create index account_total_epoch on tributary.account_total (chain_id, vault, epoch);

-- One leaf with its proof: 32 bytes per level, from the leaf upwards.
create table tributary.proof
(
    chain_id   bigint  not null,
    vault      text    not null,
    epoch      bigint  not null,
    account    text    not null,
    token      text    not null,
    cumulative numeric not null check (cumulative > 0),
    siblings   bytea   not null check (length(siblings) % 32 = 0),
    primary key (chain_id, vault, epoch, account, token)
);

-- The published tree in the `standard-v1` dump format, gzip.
create table tributary.tree_dump
(
    chain_id bigint not null,
    vault    text   not null,
    epoch    bigint not null,
    dump     bytea  not null,
    primary key (chain_id, vault, epoch)
);

-- One transaction of ours per nonce. It is in flight until its nonce is used in a finalized block.
create table tributary.outbound_transaction
(
    chain_id     bigint      not null,
    sender       text        not null,
    nonce        bigint      not null check (nonce >= 0),
    vault        text        not null,
    purpose      text        not null check (purpose in ('PROPOSE', 'ACCEPT')),
    epoch        bigint      not null,
    revision     integer     not null,
    call_data    text        not null,
    gas_limit    bigint      not null check (gas_limit > 0),
    state        text        not null check (state in ('OPEN', 'MINED', 'SUCCEEDED', 'REVERTED', 'SUPERSEDED')),
    block_number bigint,
    block_hash   text,
    updated_at   timestamptz not null default now(),
    primary key (chain_id, sender, nonce)
);
create unique index one_transaction_in_flight on tributary.outbound_transaction (chain_id, sender) where state in ('OPEN', 'MINED');
create index outbound_transaction_batch on tributary.outbound_transaction (chain_id, vault, epoch);

-- The signed bytes under one nonce; every later attempt raises both fees. Stored before anything is sent.
create table tributary.transaction_attempt
(
    chain_id                 bigint      not null,
    sender                   text        not null,
    nonce                    bigint      not null,
    attempt                  integer     not null check (attempt > 0),
    hash                     text        not null unique,
    raw                      text        not null,
    max_fee_per_gas          numeric     not null,
    max_priority_fee_per_gas numeric     not null,
    signed_at                timestamptz not null,
    sends                    integer     not null default 0,
    last_answer              text,
    primary key (chain_id, sender, nonce, attempt),
    foreign key (chain_id, sender, nonce) references tributary.outbound_transaction
);

-- Every change of state, with its reason and the fence of the runner that made it.
create table tributary.batch_history
(
    id         bigint generated always as identity primary key,
    chain_id   bigint      not null,
    vault      text        not null,
    epoch      bigint      not null,
    revision   integer     not null,
    from_state text        not null,
    to_state   text        not null,
    reason     text        not null,
    fence      bigint      not null,
    changed_at timestamptz not null default now()
);
create index batch_history_epoch on tributary.batch_history (chain_id, vault, epoch, id);

create function tributary.refuse_change() returns trigger
    language plpgsql as
$$
begin
    raise exception '% on % is refused: its rows are never changed', tg_op, tg_table_name;
end
$$;

create trigger batch_history_is_append_only
    before update or delete
    on tributary.batch_history
    for each row
execute function tributary.refuse_change();
create trigger batch_history_is_never_emptied
    before truncate
    on tributary.batch_history
    for each statement
execute function tributary.refuse_change();
create trigger signed_bytes_stay
    before update of hash, raw, max_fee_per_gas, max_priority_fee_per_gas, signed_at or delete
    on tributary.transaction_attempt
    for each row
execute function tributary.refuse_change();

-- What was signed for a batch is what was proved: from SIGNED on its root and manifest stay as they are.
create function tributary.refuse_change_of_signed_batch() returns trigger
    language plpgsql as
$$
begin
    if old.state in ('SIGNED', 'PROPOSED', 'ACCEPTED', 'FINAL')
        and (new.root, new.manifest, new.manifest_hash, new.previous_root, new.revision)
           is distinct from (old.root, old.manifest, old.manifest_hash, old.previous_root, old.revision) then
        raise exception 'epoch % is %: its root and manifest cannot change', old.epoch, old.state;
    end if;
    if old.state = 'FINAL' and new.state not in ('FINAL', 'HALTED') then
        raise exception 'epoch % is final', old.epoch;
    end if;
    return new;
end
$$;
create trigger signed_batch_stays
    before update
    on tributary.batch
    for each row
execute function tributary.refuse_change_of_signed_batch();

grant select on tributary.staged_line to tributary_settlement;
grant select, insert, update on tributary.lease, tributary.finalized_block, tributary.batch,
    tributary.outbound_transaction, tributary.transaction_attempt to tributary_settlement;
grant select, insert, update, delete on tributary.batch_token, tributary.account_total, tributary.proof,
    tributary.tree_dump to tributary_settlement;
grant select, insert on tributary.batch_history to tributary_settlement;

-- For people and dashboards.
create view tributary.epoch_status as
select s.chain_id,
       s.vault,
       s.epoch,
       s.period_start,
       s.period_end,
       s.line_count,
       coalesce(b.revision, 1)       as revision,
       coalesce(b.state, 'SEALED')   as state,
       b.root,
       b.manifest_hash,
       b.leaf_count,
       b.halt_code,
       b.halt_message,
       coalesce(b.updated_at, s.sealed_at) as updated_at
from tributary.sealed_period s
         left join tributary.batch b using (chain_id, vault, epoch);

-- A halt takes no acceptance back: the epoch halted since is still the one that claims are paid by.
create view tributary.account_payable as
with accepted as (select chain_id, vault, max(epoch) as epoch
                  from tributary.batch
                  where state in ('ACCEPTED', 'FINAL')
                     or halted_from in ('ACCEPTED', 'FINAL')
                  group by chain_id, vault),
     paid as (select chain_id, vault, account, token, sum(amount) as amount
              from tributary.claim
              group by chain_id, vault, account, token)
select distinct on (t.chain_id, t.vault, t.token, t.account) t.chain_id,
                                                             t.vault,
                                                             t.token,
                                                             t.account,
                                                             a.epoch,
                                                             div(t.numerator, 1e24) as published,
                                                             coalesce(p.amount, 0)  as claimed,
                                                             div(t.numerator, 1e24) - coalesce(p.amount, 0) as claimable
from tributary.account_total t
         join accepted a on a.chain_id = t.chain_id and a.vault = t.vault and t.epoch <= a.epoch
         left join paid p on p.chain_id = t.chain_id and p.vault = t.vault and p.token = t.token
    and p.account = t.account
order by t.chain_id, t.vault, t.token, t.account, t.epoch desc;

create view tributary.epoch_history as
select chain_id, vault, epoch, revision, from_state, to_state, reason, changed_at
from tributary.batch_history;

grant select on tributary.epoch_status, tributary.account_payable, tributary.epoch_history
    to tributary_read, tributary_settlement;
