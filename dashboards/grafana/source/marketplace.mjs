import {
  CHAIN, bars, badAbove, badBelow, chain, dashboard, lines, plain, postgresSource, ranking, row, series, sql, stat, table, toCreator,
  toModel, token, TOKEN, VAULT, vault, words,
} from './grafana.mjs';

const STATES = words({ LOCKED: 'blue', RELEASED: 'green', REFUNDED: 'orange' });

export default dashboard('tributary-marketplace', 'Marketplace',
  'What is used and what it brings: usage, revenue, the models that earn most, what they score, and licences in escrow.', {
    variables: [postgresSource, chain, vault, token],
    panels: [
      row('In this time range'),
      stat('Revenue (${token:text})', 'Charges for the counted usage of all models, whether their payers have funded them or not.', sql(`
        select coalesce(sum(revenue), 0) as revenue from tributary.model_usage
        where ${TOKEN} and $__timeFilter(minute_start)`), { decimals: 2 }),
      stat('Lines counted', 'Lines of usage that were accepted and rated. What was refused is on Pipeline health.', sql(`
        select coalesce(sum(lines), 0) as lines from tributary.model_usage where ${VAULT} and $__timeFilter(minute_start)`)),
      stat('Tokens generated', 'Output tokens over all models: the meter outputTokens.', sql(`
        select coalesce(sum(output_tokens), 0) as tokens from tributary.model_usage
        where ${VAULT} and $__timeFilter(minute_start)`)),
      stat('Models used', 'Models with at least one counted line.', sql(`
        select count(distinct model) as models from tributary.model_usage where ${VAULT} and $__timeFilter(minute_start)`)),
      stat('Licence sales (${token:text})', 'Prices of the licences that were released to their buyers, the platform fee included.', sql(`
        select coalesce(sum(price), 0) as sales from tributary.licence_purchase
        where ${TOKEN} and state = 'RELEASED' and $__timeFilter(ended_at)`), { decimals: 2 }),
      stat('Failed calls', 'Share of the observed lines whose outcome was an error, over all models.', sql(`
        select coalesce(sum(error_lines)::numeric / nullif(sum(observed_lines), 0), 0) as errors from tributary.model_usage
        where ${VAULT} and $__timeFilter(minute_start)`), { unit: 'percentunit', decimals: 2, thresholds: badAbove(0.02, 0.05) }),

      row('Usage and revenue'),
      bars('Revenue by model (${token:text})', 'Charges by model; the eight models with most revenue by themselves, all others as one.', series(`
        with top as (select model from tributary.model_usage where ${TOKEN} and $__timeFilter(minute_start)
                     group by model order by sum(revenue) desc, model limit 8)
        select $__timeGroup(u.minute_start, $__interval) as time,
               case when t.model is null then 'others' else left(u.model, 10) end as metric, sum(u.revenue) as revenue
        from tributary.model_usage u left join top t using (model)
        where u.${TOKEN.replaceAll(' and ', ' and u.')} and $__timeFilter(u.minute_start)
        group by 1, 2 order by 1`), { decimals: 4, interval: '1m' }),
      lines('Usage by meter', 'What was counted, by meter. Calls and tokens are as reported; compute is in milliseconds.', series(`
        select $__timeGroup(minute_start, $__interval) as time, sum(calls) as calls, sum(input_tokens) as "input tokens",
               sum(output_tokens) as "output tokens", sum(compute_millis) as "compute ms"
        from tributary.model_usage where ${VAULT} and $__timeFilter(minute_start) group by 1 order by 1`), {
        interval: '1m', draw: { scaleDistribution: { log: 10, type: 'log' } } }),

      row('Models'),
      table('Top models', 'Models by the revenue of their own usage in the time range, with what their descendants earned, what they'
        + ' score now and how they serve. A click on a model shows it by itself.', sql(`
        with own as (select model, sum(revenue) as revenue, sum(lines) as lines, sum(calls) as calls,
                            sum(input_tokens + output_tokens) as tokens, sum(error_lines) as errors,
                            sum(observed_lines) as observed, max(latency_p95_millis) as p95
                     from tributary.model_usage where ${TOKEN} and $__timeFilter(minute_start) group by model),
             below as (select model, sum(revenue) as revenue from tributary.model_downstream
                       where ${TOKEN} and $__timeFilter(period_start) group by model)
        select own.model as "Model", s.owner as "Owner", own.revenue as "Revenue", coalesce(below.revenue, 0) as "Downstream",
               own.lines as "Lines", own.calls as "Calls", own.tokens as "Tokens",
               own.errors::numeric / nullif(own.observed, 0) as "Failed", own.p95 as "Worst p95",
               s.score_ppm / 1e6 as "Score", s.rank_in_format as "Rank"
        from own left join below using (model)
        left join tributary.model_score s on s.chain_id = ${CHAIN} and s.vault = \${vault:sqlstring}
                                         and s.model = own.model
        order by own.revenue desc, own.model limit 50`), {
        h: 10, columns: {
          Model: { link: toModel, width: 200 }, Owner: { link: toCreator, width: 200 }, Revenue: { decimals: 6 }, Downstream: { decimals: 6 },
          Failed: { unit: 'percentunit', decimals: 2, thresholds: badAbove(0.02, 0.05) }, 'Worst p95': { unit: 'ms' },
          Score: { decimals: 3, thresholds: badBelow(0.3, 0.5) },
        } }),
      ranking('Verification scores', 'accuracy x diversity x (1 - overfitting) / cost of the models that are verified now; 1 is the cost'
        + ' baseline at full marks. A score expires.', sql(`
        select left(model, 10) || '…' || right(model, 6) as model, score_ppm / 1e6 as score from tributary.model_score
        where ${VAULT} and state = 'VERIFIED' order by score_ppm desc, model limit 20`), {
        h: 10, min: 0, max: 1, decimals: 3, thresholds: badBelow(0.3, 0.5) }),
      table('Verification', 'Where every model stands with its verification: medians of the newest round, its score and when it expires.', sql(`
        select model as "Model", format as "Format", state as "State", score_ppm / 1e6 as "Score",
               accuracy_ppm / 1e6 as "Accuracy", diversity_ppm / 1e6 as "Diversity", absence_ppm / 1e6 as "No overfitting",
               cost_ppm / 1e6 as "Cost", reports as "Reports", expires_at as "Expires"
        from tributary.model_score where ${VAULT} order by score_ppm desc nulls last, model limit 200`), {
        w: 12, h: 10, columns: {
          Model: { link: toModel, width: 180 },
          State: { mappings: words({ VERIFIED: 'green', EXPIRED: 'orange', UNVERIFIED: 'text' }) },
          Score: { decimals: 3 }, Accuracy: { decimals: 3 }, Diversity: { decimals: 3 }, 'No overfitting': { decimals: 3 },
          Cost: { decimals: 3 }, Expires: { unit: 'dateTimeFromNow' },
        } }),

      row('Licences'),
      stat('In escrow (${token:text})', 'What the marketplace holds for buyers whose purchase is neither released nor refunded.', sql(`
        select coalesce(sum(price), 0) as held from tributary.licence_purchase where ${TOKEN} and state = 'LOCKED'`), { decimals: 2 }),
      stat('Purchases in escrow', 'Purchases that wait for a score that is good enough.', sql(`
        select count(*) as purchases from tributary.licence_purchase where ${VAULT} and state = 'LOCKED'`)),
      stat('Overdue in escrow', 'Purchases past their deadline. Anyone may have them refunded, and somebody should.', sql(`
        select count(*) as overdue from tributary.licence_purchase where ${VAULT} and overdue`), { thresholds: badAbove(1) }),
      bars('Purchases (${token:text})', 'Prices of the licences bought, by what became of the purchase, at the time of the purchase.', series(`
        select $__timeGroup(purchased_at, $__interval) as time, state as metric, sum(price) as price
        from tributary.licence_purchase where ${TOKEN} and $__timeFilter(purchased_at) group by 1, 2 order by 1`), { decimals: 2, h: 8, interval: '1m' }),
      table('Newest purchases', 'The newest purchases of licences: LOCKED ones are in escrow until the model scores enough or the'
        + ' deadline passes.', sql(`
        select purchase as "No.", model as "Model", buyer as "Buyer", price as "Price", symbol as "Token", state as "State",
               coalesce(refunded_for, net_to) as "Because of / net to", fee as "Fee", net as "Net",
               purchased_at as "Purchased", deadline as "Deadline"
        from tributary.licence_purchase where ${VAULT} order by state = 'LOCKED' desc, purchase desc limit 100`), {
        columns: {
          'No.': { unit: 'none', width: 70 }, Model: { link: toModel, width: 180 }, Buyer: { width: 180 }, State: { mappings: STATES },
          Price: { decimals: 6 }, Fee: { decimals: 6 }, Net: { decimals: 6 }, Purchased: { unit: 'dateTimeAsIso' },
          Deadline: { unit: 'dateTimeFromNow' },
        }, thresholds: plain }),
    ],
  });
