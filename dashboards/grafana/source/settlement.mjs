import {
  badAbove, bars, chain, dashboard, instance, job, lines, mustBeZero, plain, postgresSource, prometheusSource, promql, row,
  series, SETTLING, sql, stat, table, toCreator, toIntegrity, token, TOKEN, toPipeline, VAULT, vault, words,
} from './grafana.mjs';

const STATES = words({
  SEALED: 'text', PROVED: 'blue', SIGNED: 'blue', PROPOSED: 'orange', ACCEPTED: 'purple', FINAL: 'green', REVOKED: 'red', HALTED: 'red',
});
const NEWEST = `(select * from tributary.token_solvency where ${TOKEN} order by epoch desc limit 1) newest`;

export default dashboard('tributary-settlement', 'Settlement',
  'From sealed periods to claims: where every epoch is, what it holds, what its transactions cost, and whether the vault holds what it'
  + ' owes.', {
    variables: [postgresSource, prometheusSource, chain, vault, token, job, instance],
    panels: [
      row('Now'),
      stat('Newest final epoch', 'The last epoch whose acceptance is in a finalized block.', sql(`
        select coalesce(max(epoch), 0) as epoch from tributary.epoch_status where ${VAULT} and state = 'FINAL'`), { unit: 'none' }),
      stat('Epochs on their way', 'Sealed and not final. In calm times this is what fits into the challenge window and finality.', sql(`
        select count(*) as epochs from tributary.epoch_status where ${VAULT} and state <> 'FINAL'`)),
      stat('Oldest one since', 'Age of the oldest sealed period that is not final, from its end; 0 without.', sql(`
        select coalesce(extract(epoch from now() - min(period_end)), 0) as age from tributary.epoch_status
        where ${VAULT} and state <> 'FINAL'`), { unit: 's', thresholds: badAbove(7200, 14400) }),
      stat('Halted or revoked', 'Epochs that need a person. While one is halted nothing is signed; claims of the last accepted root go on.', sql(`
        select count(*) as epochs from tributary.epoch_status where ${VAULT} and state in ('HALTED', 'REVOKED')`), {
        thresholds: badAbove(1) }),
      stat('Not explained (${token:text})', 'received - balances - suspense - accrued after the newest epoch, in 10^-24 base units of exactness. Anything but 0:'
        + ' units were created or destroyed.', sql(`
        select coalesce((select unexplained from ${NEWEST}), 0) as unexplained`), { thresholds: mustBeZero, decimals: 0 }),
      stat('Transaction pending', 'Since the transaction in flight was first signed; 0 without.', sql(`
        select coalesce(max(pending_seconds), 0) as pending from tributary.submission_cost
        where ${VAULT} and state in ('OPEN', 'MINED')`), { unit: 's', thresholds: badAbove(600, 1800) }),

      row('Epochs'),
      bars('Epochs by state', 'Epochs by the end of their period and the state they are in now.', series(`
        select $__timeGroup(period_end, $__interval) as time, state as metric, count(*) as epochs from tributary.epoch_status
        where ${VAULT} and $__timeFilter(period_end) group by 1, 2 order by 1`), { interval: '1m' }),
      lines('From the end of a period to final', 'Seconds until an epoch was final, by its period; until now while it is not. The challenge'
        + ' window and finality are in it.', series(`
        select period_end as time, seconds_since_end as seconds from tributary.epoch_step
        where ${VAULT} and $__timeFilter(period_end) order by 1`), { unit: 's', legend: ['mean', 'max'], thresholds: badAbove(7200, 14400) }),
      table('Epochs', 'The newest epochs: what they are, when they were sealed, proposed, accepted and final, and why one halted.', sql(`
        select epoch as "Epoch", state as "State", period_start as "From", period_end as "To", line_count as "Lines",
               leaf_count as "Leaves", revision as "Revision", proposed_at as "Proposed", accepted_at as "Accepted", final_at as "Final",
               seconds_since_end as "Took", halt_code as "Halt", root as "Root"
        from tributary.epoch_step where ${VAULT} order by epoch desc limit 200`), {
        h: 9, columns: {
          Epoch: { unit: 'none', width: 80 }, State: { mappings: STATES, width: 110 }, From: { unit: 'dateTimeAsIso' }, To: { unit: 'dateTimeAsIso' },
          Revision: { unit: 'none', width: 80, thresholds: badAbove(2) }, Proposed: { unit: 'dateTimeAsIso' },
          Accepted: { unit: 'dateTimeAsIso' }, Final: { unit: 'dateTimeAsIso' }, Took: { unit: 's' },
        } }),
      table('Totals by epoch (${token:text})', 'What each epoch moved in this token, all digits: revenue + sales = fee + royalties; credited is what its lines add up to;'
        + ' published and residual (the fractions of all accounts, which stay in the vault) once it is proved.', sql(`
        select epoch as "Epoch", state as "State", revenue::text as "Revenue", fee::text as "Fee", royalties::text as "Royalties",
               sales::text as "Sales", withdrawn::text as "Withdrawn", credited::text as "Credited",
               published::text as "Published", residual::text as "Residual", unfunded::text as "Unfunded"
        from tributary.epoch_token where ${TOKEN} order by epoch desc limit 200`), {
        h: 9, unit: 'string', columns: { Epoch: { unit: 'none', width: 80 }, State: { mappings: STATES, width: 110 } } }),
      table('Changes of state', 'Every change of state in the time range, with its reason, newest first.', sql(`
        select changed_at as "When", epoch as "Epoch", revision as "Revision", from_state as "From", to_state as "To", reason as "Reason"
        from tributary.epoch_history where ${VAULT} and $__timeFilter(changed_at) order by changed_at desc limit 500`), {
        columns: {
          When: { unit: 'dateTimeAsIso', width: 180 }, Epoch: { unit: 'none', width: 80 }, Revision: { unit: 'none', width: 80 },
          From: { mappings: STATES, width: 110 }, To: { mappings: STATES, width: 110 },
        } }),

      row('Solvency'),
      lines('What the vault has and owes (${token:text})', 'After each epoch: received (deposits and sales) = prepaid balances + suspense + accrued. Published is what'
        + ' roots promise, and never above received.', series(`
        select s.period_end as time, s.received, s.balances, s.suspense, s.accrued, e.published
        from tributary.token_solvency s join tributary.epoch_token e using (chain_id, vault, epoch, token)
        where s.${TOKEN.replaceAll(' and ', ' and s.')} and $__timeFilter(s.period_end) order by 1`), { decimals: 6, legend: ['lastNotNull'] }),
      lines('Not explained by epoch (${token:text})', 'received - balances - suspense - accrued. A line at exactly 0, or an alarm.', series(`
        select period_end as time, unexplained from tributary.token_solvency where ${TOKEN} and $__timeFilter(period_end) order by 1`), {
        legend: ['min', 'max'], thresholds: mustBeZero, decimals: 0 }),
      lines('On chain: what the vault holds and owes', 'The vault\'s balance of each token at the finalized block, and what it received and has not paid out, in base units. It'
        + ' never holds less than it owes.', [
        promql(`min by (token) (tributary_settlement_vault_holdings_base_units{${SETTLING}})`, 'holds {{token}}'),
        promql(`max by (token) (tributary_settlement_vault_obligations_base_units{${SETTLING}})`, 'owes {{token}}'),
      ], { legend: ['lastNotNull', 'min'] }),
      lines('Claims that would fail', 'Open claims that the settlement run tried out on the latest block without sending them, and those of them that the vault or its token would'
        + ' refuse.', [
        promql(`max(tributary_settlement_claims_tried{${SETTLING}})`, 'tried'),
        promql(`max(tributary_settlement_claims_failing{${SETTLING}})`, 'would fail'),
      ], { unit: 'none', legend: ['lastNotNull', 'max'], thresholds: badAbove(1) }),
      table('Books of the newest final epoch (${token:text})', 'What the double-entry ledger moved when the newest epoch became final, by reason, all digits. `tributary reconcile`'
        + ' compares every posting with what it follows from.', sql(`
        select p.reason as "Reason", split_part(p.debit, ':', 1) as "From", split_part(p.credit, ':', 1) as "To", count(*) as "Postings",
               tributary.in_tokens(sum(p.amount), t.decimals + 24)::text as "Amount"
        from tributary.ledger_posting p join tributary.vault_token t using (chain_id, vault, token)
        where ${TOKEN} and p.epoch = (select max(epoch) from tributary.ledger_posting where ${VAULT}) and p.reason <> 'CLAIM'
        group by 1, 2, 3, t.decimals order by 1, 2, 3`), { w: 12, unit: 'string', columns: { Postings: { unit: 'short' } } }),
      table('Claimable (${token:text})', 'Accounts that can claim most now, and what they claimed so far.', sql(`
        select account as "Account", claimable as "Claimable", published as "Published", claimed as "Claimed"
        from tributary.account_published where ${TOKEN} order by claimable desc, published desc, account limit 50`), {
        w: 12, columns: {
          Account: { link: toCreator, width: 220 }, Claimable: { decimals: 6 }, Published: { decimals: 6 }, Claimed: { decimals: 6 },
        } }),
      bars('Claims (${token:text})', 'Paid out by the vault over time.', series(`
        select $__timeGroup(claimed_at, $__interval) as time, sum(amount) as claimed from tributary.account_claim
        where ${TOKEN} and $__timeFilter(claimed_at) group by 1 order by 1`), { decimals: 6, interval: '1m' }),
      table('Payers who are short (${token:text})', 'Payers by what waits for their deposit after their newest close in the time range: unfunded usage is'
        + ' not owed to anybody until it is funded.', sql(`
        select * from (select distinct on (payer) payer as "Payer", unfunded as "Unfunded", balance as "Balance", period_start as "Since"
                       from tributary.payer_funds where ${TOKEN} and $__timeFilter(period_start)
                       order by payer, period_start desc) newest
        order by "Unfunded" desc, "Balance", "Payer" limit 200`), {
        columns: {
          Payer: { width: 220 }, Unfunded: { decimals: 6, thresholds: badAbove(1e-6) }, Balance: { decimals: 6 }, Since: { unit: 'dateTimeAsIso' },
        }, w: 12 }),

      row('Transactions'),
      bars('Fees', 'Fees of the settlement\'s transactions when they ended, by what they were for, in the chain\'s coin.', series(`
        select $__timeGroup(ended_at, $__interval) as time, purpose as metric, sum(fee) as fee from tributary.submission_cost
        where ${VAULT} and $__timeFilter(ended_at) group by 1, 2 order by 1`), { decimals: 6, interval: '1m' }),
      lines('Unsettled', 'Earned in sealed periods and in no accepted root, in base units.',
        promql(`max by (token) (tributary_settlement_unsettled_base_units{${SETTLING}})`, '{{token}}'), { legend: ['lastNotNull', 'max'] }),
      lines('What the submitter has for fees', 'Balance of the submitter\'s account in the chain\'s coin, and what one transaction may cost by the limit: below it nothing'
        + ' is sent.', [
        promql(`min by (account) (tributary_settlement_submitter_balance_wei{${SETTLING}}) / 1e18`, '{{account}}'),
        promql(`max(tributary_settlement_transaction_fee_limit_wei{${SETTLING}}) / 1e18`, 'limit of one transaction'),
      ], { unit: 'none', decimals: 4, legend: ['lastNotNull', 'min'] }),
      table('Transactions', 'The newest transactions: what for, how often they were signed, how long they took and what they cost.', sql(`
        select purpose as "Purpose", epoch as "Epoch", revision as "Revision", nonce as "Nonce", state as "State", attempts as "Attempts",
               pending_seconds as "Took", fee::text as "Fee", block_number as "Block", first_signed_at as "Signed", ended_at as "Ended"
        from tributary.submission_cost where ${VAULT} order by nonce desc limit 100`), {
        links: [toPipeline, toIntegrity], thresholds: plain, columns: {
          Epoch: { unit: 'none' }, Revision: { unit: 'none' }, Nonce: { unit: 'none' }, Attempts: { thresholds: badAbove(2, 5) }, Took: { unit: 's' },
          State: { mappings: words({ OPEN: 'orange', MINED: 'blue', SUCCEEDED: 'green', REVERTED: 'red', SUPERSEDED: 'text' }) },
          Fee: { unit: 'string' }, Block: { unit: 'none' }, Signed: { unit: 'dateTimeAsIso' }, Ended: { unit: 'dateTimeAsIso' },
        } }),
    ],
  });
