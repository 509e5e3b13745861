-- What `tributary serve` reads, all of it published or about to be: it signs in as tributary_read and can change nothing.
grant select on tributary.sealed_period, tributary.batch, tributary.batch_token, tributary.proof, tributary.tree_dump,
    tributary.claim, tributary.flyway_schema_history to tributary_read;
-- Signed bytes that were not sent yet are nobody's business.
grant select (chain_id, sender, nonce, vault, state, fee_wei, ended_at) on tributary.outbound_transaction to tributary_read;
grant select (chain_id, sender, nonce, attempt, signed_at) on tributary.transaction_attempt to tributary_read;
