import {
  CHAIN, account, bars, chain, dashboard, lines, postgresSource, row, series, sql, stat, table, toModel, token, TOKEN, VAULT, vault,
} from './grafana.mjs';

const ACCOUNT = TOKEN + ' and account = ${account:sqlstring}';
const STANDING = (column) => sql(`select coalesce(sum(${column}), 0) as ${column} from tributary.account_standing where ${ACCOUNT}`);
const PATHS = `tributary.earning_by_path(${CHAIN}, \${vault:sqlstring}, \${account:sqlstring}, $__timeFrom(), $__timeTo())`;
const DECIMALS = `(select decimals from tributary.vault_token where ${TOKEN})`;

export default dashboard('tributary-creator', 'Creator',
  'One account: what it earned, what of it is published in an accepted root, what it claimed, and which models the money came'
  + ' through. `tributary statement` shows the same line by line.', {
    from: 'now-7d',
    variables: [postgresSource, chain, vault, token, account],
    panels: [
      row('Since the beginning'),
      stat('Earned (${token:text})', 'Credited by all sealed epochs, fractions of a base unit included.', STANDING('earned'), { decimals: 6 }),
      stat('Published (${token:text})', 'Whole base units that the last accepted root promises.', STANDING('published'), { decimals: 6 }),
      stat('Claimed (${token:text})', 'What the vault paid out to this account.', STANDING('claimed'), { decimals: 6 }),
      stat('Claimable now (${token:text})', 'Published and not yet claimed: what a claim pays now.', STANDING('claimable'), { decimals: 6 }),
      stat('Not yet published (${token:text})', 'Earned in epochs that no accepted root covers yet, and the fraction that is carried on.',
        STANDING('not_yet_published'), { decimals: 6 }),
      stat('Models behind which it is', 'Models in whose split the account is now.', sql(`
        select count(distinct model) as models from tributary.model_payee
        where ${VAULT} and account = \${account:sqlstring} and in_force_until = 'infinity'`)),

      row('Over time'),
      bars('Earned by epoch (${token:text})', 'What each sealed epoch credited to the account.', series(`
        select $__timeGroup(period_start, $__interval) as time, sum(earned) as earned from tributary.account_earning
        where ${ACCOUNT} and $__timeFilter(period_start) group by 1 order by 1`), { decimals: 6, interval: '1m' }),
      lines('Earned and claimed so far (${token:text})', 'Running sums since the beginning, over the epochs and the claims of the time range.', [
        series(`
          select period_end as time, sum(earned) over (order by epoch) as earned from tributary.account_earning
          where ${ACCOUNT} and period_start <= $__timeTo() order by 1`),
        series(`
          select claimed_at as time, cumulative as claimed from tributary.account_claim
          where ${ACCOUNT} and $__timeFilter(claimed_at) order by 1`),
      ], { decimals: 6, legend: ['lastNotNull'], draw: { lineInterpolation: 'stepAfter' } }),

      row('Where it came from, in this time range'),
      table('By model', 'Earnings by the model that was used or sold, whichever model the account is behind.', sql(`
        select model as "Model", sum(tributary.in_tokens(numerator, ${DECIMALS} + 24)) as "Earned",
               sum(tributary.in_tokens(numerator, ${DECIMALS} + 24)) filter (where kind = 'USAGE') as "of usage",
               sum(tributary.in_tokens(numerator, ${DECIMALS} + 24)) filter (where kind = 'SALE') as "of sales",
               sum(tributary.in_tokens(numerator, ${DECIMALS} + 24)) filter (where kind = 'PLATFORM_FEE') as "of fees"
        from ${PATHS} where token = \${token:sqlstring} and model is not null group by model order by 2 desc limit 200`), {
        w: 12, h: 10, columns: {
          Model: { link: toModel, width: 220 }, Earned: { decimals: 9 }, 'of usage': { decimals: 9 }, 'of sales': { decimals: 9 },
          'of fees': { decimals: 9 },
        } }),
      table('By lineage path', 'Earnings by the model that was used or sold, the model that the account is behind, and the shortest way'
        + ' between them. All digits: nothing is rounded.', sql(`
        select kind as "Kind", model as "Used or sold", receiver as "Account is behind",
               (select string_agg(left(m, 10), ' → ' order by n) from unnest(path) with ordinality as p(m, n)) as "Way",
               tributary.in_tokens(numerator, ${DECIMALS} + 24)::text as "Earned"
        from ${PATHS} where token = \${token:sqlstring} order by numerator desc limit 500`), {
        w: 12, h: 10, columns: {
          Kind: { width: 120 }, 'Used or sold': { link: toModel, width: 180 }, 'Account is behind': { link: toModel, width: 180 },
          Earned: { unit: 'string', width: 260 },
        } }),
      table('Its models', 'Models in whose split the account is now, with its part of each.', sql(`
        select p.model as "Model", p.basis_points / 1e4 as "Part", m.policy as "Policy for children", m.share / 1e8 as "Share of children",
               p.in_force_from as "Since"
        from tributary.model_payee p join tributary.registered_model m using (chain_id, vault, model)
        where ${VAULT} and account = \${account:sqlstring} and in_force_until = 'infinity'
        order by p.basis_points desc, p.model limit 200`), {
        w: 12, columns: {
          Model: { link: toModel, width: 220 }, Part: { unit: 'percentunit', decimals: 2 },
          'Share of children': { unit: 'percentunit', decimals: 6 }, Since: { unit: 'dateTimeAsIso' },
        } }),
      table('Epochs', 'What each epoch of the time range credited, all digits, and where that epoch is.', sql(`
        select e.epoch as "Epoch", e.period_start as "From", e.period_end as "To", e.earned::text as "Earned", s.state as "State"
        from tributary.account_earning e join tributary.epoch_status s using (chain_id, vault, epoch)
        where e.${ACCOUNT.replaceAll(' and ', ' and e.')} and $__timeFilter(e.period_start) order by e.epoch desc limit 500`), {
        w: 12, columns: {
          Epoch: { unit: 'none', width: 80 }, From: { unit: 'dateTimeAsIso' }, To: { unit: 'dateTimeAsIso' }, Earned: { unit: 'string' },
        } }),
      table('Claims', 'What the vault paid out to the account, newest first.', sql(`
        select claimed_at as "Claimed", amount as "Amount", cumulative as "So far", symbol as "Token",
               transaction as "Transaction", block_number as "Block"
        from tributary.account_claim where ${ACCOUNT} order by claimed_at desc limit 200`), {
        h: 6, columns: { Claimed: { unit: 'dateTimeAsIso' }, Amount: { decimals: 6 }, 'So far': { decimals: 6 }, Block: { unit: 'none' } } }),
    ],
  });
