-- What a node's answer to signed bytes means: fees are raised only where that can help, and people see the answer.

alter table tributary.transaction_attempt
    add column last_verdict text check (last_verdict in ('ACCEPTED', 'UNANSWERED', 'UNDERPRICED', 'UNFUNDED', 'REFUSED')),
    -- Since when a node may have it, or keeps it out for its fee alone; null where neither is known.
    add column waiting_since timestamptz;

-- The next answer tells refusals apart.
update tributary.transaction_attempt
set last_verdict  = case
                        when last_answer = 'accepted' then 'ACCEPTED'
                        when last_answer like 'no answer:%' then 'UNANSWERED'
                        else 'REFUSED' end,
    waiting_since = case when last_answer = 'accepted' or last_answer like 'no answer:%' then signed_at end
where last_answer is not null;

grant update (last_verdict, waiting_since) on tributary.transaction_attempt to tributary_settlement;

create or replace view tributary.submission as
select o.chain_id, o.vault, o.sender, o.nonce, o.purpose, o.epoch, o.revision, o.state, o.block_number, o.fee_wei,
       o.ended_at, o.updated_at, a.attempt as attempts, a.max_fee_per_gas, a.sends, a.last_verdict, a.last_answer
from tributary.outbound_transaction o
         left join lateral (select * from tributary.transaction_attempt t
                            where t.chain_id = o.chain_id and t.sender = o.sender and t.nonce = o.nonce
                            order by t.attempt desc limit 1) a on true;
comment on view tributary.submission is
    'The settlement''s transactions; sends, offer and the node''s last answer are those of the newest attempt.';
