-- What was signed stays while its batch is halted, and signed bytes stay under their nonce.

-- A halted batch is locked as in the state it was halted from, and that state stays until it is resumed.
create or replace function tributary.refuse_change_of_signed_batch() returns trigger
    language plpgsql as
$$
declare
    stood text := case when old.state = 'HALTED' then old.halted_from else old.state end;
begin
    if stood in ('SIGNED', 'PROPOSED', 'ACCEPTED', 'FINAL')
        and (new.root, new.manifest, new.manifest_hash, new.previous_root, new.revision)
           is distinct from (old.root, old.manifest, old.manifest_hash, old.previous_root, old.revision) then
        raise exception 'epoch % is %: its root and manifest cannot change', old.epoch, stood;
    end if;
    if stood = 'FINAL' and new.state not in ('FINAL', 'HALTED') then
        raise exception 'epoch % is final', old.epoch;
    end if;
    if new.state = 'HALTED' and new.halted_from is distinct from stood then
        raise exception 'epoch % is %, it cannot be halted from %', old.epoch, stood, new.halted_from;
    end if;
    return new;
end
$$;

drop trigger signed_bytes_stay on tributary.transaction_attempt;
create trigger signed_bytes_stay
    before update of chain_id, sender, nonce, attempt, hash, raw, max_fee_per_gas, max_priority_fee_per_gas, signed_at
        or delete
    on tributary.transaction_attempt
    for each row
execute function tributary.refuse_change();
revoke update on tributary.transaction_attempt from tributary_settlement;
grant update (sends, last_answer) on tributary.transaction_attempt to tributary_settlement;
