-- What transactions cost and why each of them moved; and locks on everything that was signed for.

alter table tributary.outbound_transaction
    -- Gas used times price of the final receipt; 0 where another transaction took the nonce; null until then.
    add column fee_wei numeric check (fee_wei >= 0),
    add column ended_at timestamptz;
create index outbound_transaction_spend on tributary.outbound_transaction (chain_id, sender, ended_at);

-- Every change of a transaction, with its reason and the fence of the runner that made it; the first has no state before.
create table tributary.transaction_history
(
    id         bigint generated always as identity primary key,
    chain_id   bigint      not null,
    sender     text        not null,
    nonce      bigint      not null,
    from_state text,
    to_state   text        not null,
    reason     text        not null,
    fence      bigint      not null,
    changed_at timestamptz not null default now()
);
create index transaction_history_nonce on tributary.transaction_history (chain_id, sender, nonce, id);
create trigger transaction_history_is_append_only
    before update or delete
    on tributary.transaction_history
    for each row
execute function tributary.refuse_change();
grant select, insert on tributary.transaction_history to tributary_settlement;

-- A truncation passes by every trigger on rows.
do
$$
declare
    kept text;
begin
    foreach kept in array array ['staged_line', 'sealed_period', 'batch', 'outbound_transaction', 'transaction_attempt',
        'transaction_history']
        loop
            execute format('create trigger %I before truncate on tributary.%I for each statement'
                               || ' execute function tributary.refuse_change()', kept || '_is_never_emptied', kept);
        end loop;
end
$$;
create trigger batches_are_never_deleted
    before delete
    on tributary.batch
    for each row
execute function tributary.refuse_change();

-- A nonce stands for one call for ever, and what became of it in a finalized block stays.
create function tributary.refuse_change_of_transaction() returns trigger
    language plpgsql as
$$
begin
    if tg_op = 'DELETE' then
        raise exception 'nonce % is used; transactions are never deleted', old.nonce;
    end if;
    if (new.chain_id, new.sender, new.nonce, new.vault, new.purpose, new.epoch, new.revision, new.call_data, new.gas_limit)
        is distinct from
       (old.chain_id, old.sender, old.nonce, old.vault, old.purpose, old.epoch, old.revision, old.call_data, old.gas_limit)
    then
        raise exception 'nonce % was signed for another call', old.nonce;
    end if;
    if old.state not in ('OPEN', 'MINED') and new is distinct from old then
        raise exception 'nonce % is %, which is final', old.nonce, old.state;
    end if;
    return new;
end
$$;
create trigger signed_transaction_stays
    before update or delete
    on tributary.outbound_transaction
    for each row
execute function tributary.refuse_change_of_transaction();

-- What a signed root was made of stays with it. Once per statement, because a tree has a row per account.
create function tributary.refuse_change_of_signed_rows() returns trigger
    language plpgsql as
$$
declare
    locked record;
begin
    select b.epoch, b.state
    into locked
    from tributary.batch b
             join (select distinct chain_id, vault, epoch from changed) c using (chain_id, vault, epoch)
    where b.state in ('SIGNED', 'PROPOSED', 'ACCEPTED', 'FINAL')
       or b.halted_from in ('SIGNED', 'PROPOSED', 'ACCEPTED', 'FINAL')
    limit 1;
    if found then
        raise exception 'epoch % is %: % on % is refused', locked.epoch, locked.state, tg_op, tg_table_name;
    end if;
    return null;
end
$$;
do
$$
declare
    signed text;
begin
    foreach signed in array array ['account_total', 'batch_token', 'tree_dump', 'proof']
        loop
            execute format('create trigger signed_rows_get_no_others after insert on tributary.%I'
                               || ' referencing new table as changed for each statement'
                               || ' execute function tributary.refuse_change_of_signed_rows()', signed);
            execute format('create trigger signed_rows_stay_as_they_are after update on tributary.%I'
                               || ' referencing old table as changed for each statement'
                               || ' execute function tributary.refuse_change_of_signed_rows()', signed);
            if signed <> 'proof' then
                execute format('create trigger signed_rows_are_kept after delete on tributary.%I'
                                   || ' referencing old table as changed for each statement'
                                   || ' execute function tributary.refuse_change_of_signed_rows()', signed);
            end if;
        end loop;
end
$$;

-- Claims use the last accepted root alone: only the proofs of epochs before a final one may go.
create function tributary.refuse_loss_of_claimable_proofs() returns trigger
    language plpgsql as
$$
declare
    kept record;
begin
    select b.epoch, b.state
    into kept
    from tributary.batch b
             join (select distinct chain_id, vault, epoch from changed) c using (chain_id, vault, epoch)
    where (b.state in ('SIGNED', 'PROPOSED', 'ACCEPTED', 'FINAL')
        or b.halted_from in ('SIGNED', 'PROPOSED', 'ACCEPTED', 'FINAL'))
      and not exists (select from tributary.batch f
                      where f.chain_id = b.chain_id and f.vault = b.vault and f.epoch > b.epoch and f.state = 'FINAL')
    limit 1;
    if found then
        raise exception 'epoch % is %: its proofs are what people claim with', kept.epoch, kept.state;
    end if;
    return null;
end
$$;
create trigger claimable_proofs_are_kept
    after delete
    on tributary.proof
    referencing old table as changed
    for each statement
execute function tributary.refuse_loss_of_claimable_proofs();

create view tributary.submission_history as
select chain_id, sender, nonce, from_state, to_state, reason, changed_at
from tributary.transaction_history;
create view tributary.submission as
select chain_id, vault, sender, nonce, purpose, epoch, revision, state, block_number, fee_wei, ended_at, updated_at
from tributary.outbound_transaction;
grant select on tributary.submission_history, tributary.submission to tributary_read, tributary_settlement;
