import {
  CHAIN, bars, badAbove, badBelow, chain, dashboard, lines, model, plain, postgresSource, row, series, sql, stat, table, toCreator,
  toIntegrity, toModel, token, TOKEN, VAULT, vault, words,
} from './grafana.mjs';

const MODEL = VAULT + ' and model = ${model:sqlstring}';
const MODEL_TOKEN = TOKEN + ' and model = ${model:sqlstring}';

export default dashboard('tributary-model', 'Model',
  'One model: what it earns by itself and through what others built on it, its family, its prices, and how well it serves.', {
    variables: [postgresSource, chain, vault, token, model],
    panels: [
      row('In this time range'),
      stat('Own revenue (${token:text})', 'Charges for the usage of this model itself, before the fee and the shares of its ancestors.', sql(`
        select coalesce(sum(revenue), 0) as revenue from tributary.model_usage
        where ${MODEL_TOKEN} and $__timeFilter(minute_start)`), { decimals: 4 }),
      stat('Downstream revenue (${token:text})', 'Charges for the usage of its descendants: what others built on top of it brings altogether.', sql(`
        select coalesce(sum(revenue), 0) as revenue from tributary.model_downstream
        where ${MODEL_TOKEN} and $__timeFilter(period_start)`), { decimals: 4 }),
      stat('Lines counted', 'Lines of its own usage that were accepted and rated.', sql(`
        select coalesce(sum(lines), 0) as lines from tributary.model_usage where ${MODEL} and $__timeFilter(minute_start)`)),
      stat('Score', 'Verification score now; nothing while it is not verified or its score has expired.', sql(`
        select score_ppm / 1e6 as score from tributary.model_score where ${MODEL} and state = 'VERIFIED'
        union all select null where not exists (select from tributary.model_score where ${MODEL} and state = 'VERIFIED')`), {
        decimals: 3, thresholds: badBelow(0.3, 0.5), noValue: 'not verified' }),
      stat('Failed calls', 'Share of its observed lines whose outcome was an error.', sql(`
        select coalesce(sum(error_lines)::numeric / nullif(sum(observed_lines), 0), 0) as errors from tributary.model_usage
        where ${MODEL} and $__timeFilter(minute_start)`), { unit: 'percentunit', decimals: 2, thresholds: badAbove(0.02, 0.05) }),
      stat('Disputes', 'Freezes that last now. What the model earns meanwhile is held.', sql(`
        select count(*) as disputes from tributary.model_freeze where ${MODEL} and unfrozen_at = 'infinity'`), { thresholds: badAbove(1) }),

      row('Usage and revenue'),
      bars('Revenue over time (${token:text})', 'Its own revenue by the minute of use, and that of its descendants by settlement period.', [
        series(`
          select $__timeGroup(minute_start, $__interval) as time, sum(revenue) as own from tributary.model_usage
          where ${MODEL_TOKEN} and $__timeFilter(minute_start) group by 1 order by 1`),
        series(`
          select $__timeGroup(period_start, $__interval) as time, sum(revenue) as downstream from tributary.model_downstream
          where ${MODEL_TOKEN} and $__timeFilter(period_start) group by 1 order by 1`),
      ], { decimals: 4, interval: '1m' }),
      lines('Usage over time', 'Its own usage by meter, and the tokens of its descendants.', [
        series(`
          select $__timeGroup(minute_start, $__interval) as time, sum(calls) as calls, sum(input_tokens) as "input tokens",
                 sum(output_tokens) as "output tokens", sum(compute_millis) as "compute ms" from tributary.model_usage
          where ${MODEL} and $__timeFilter(minute_start) group by 1 order by 1`),
        series(`
          select $__timeGroup(period_start, $__interval) as time, sum(input_tokens + output_tokens) as "downstream tokens"
          from tributary.model_downstream where ${MODEL} and $__timeFilter(period_start) group by 1 order by 1`),
      ], { interval: '1m', draw: { scaleDistribution: { log: 10, type: 'log' } } }),
      lines('Latency', 'Latency of its calls as gateways report it: the worst minute of each interval. Percentiles are estimates and'
        + ' cannot be averaged.', series(`
        select $__timeGroup(minute_start, $__interval) as time, max(latency_p50_millis) as p50, max(latency_p95_millis) as p95,
               max(latency_p99_millis) as p99 from tributary.model_usage
        where ${MODEL} and $__timeFilter(minute_start) group by 1 order by 1`), { unit: 'ms', legend: ['max'], interval: '1m' }),
      lines('Failed calls over time', 'Share of the observed lines whose outcome was an error.', series(`
        select $__timeGroup(minute_start, $__interval) as time,
               sum(error_lines)::numeric / nullif(sum(observed_lines), 0) as failed from tributary.model_usage
        where ${MODEL} and $__timeFilter(minute_start) group by 1 order by 1`), {
        unit: 'percentunit', legend: ['max'], thresholds: badAbove(0.02, 0.05), interval: '1m' }),

      row('Family'),
      table('Where its revenue goes', 'Shares of this model and its ancestors in its net revenue, with the shortest way up; the shares of'
        + ' all rows are exactly 1.', sql(`
        select s.receiver as "Model", r.owner as "Owner", s.share / 1e8 as "Share", r.policy as "Policy for children",
               r.share / 1e8 as "Share of children", cardinality(s.path) - 1 as "Steps up",
               (select string_agg(left(m, 10), ' → ' order by n) from unnest(s.path) with ordinality as p(m, n)) as "Way"
        from tributary.lineage_share(${CHAIN}, \${vault:sqlstring}, \${model:sqlstring}) s
        join tributary.registered_model r on r.${VAULT.replace(' and ', ' and r.')} and r.model = s.receiver
        order by s.share desc`), {
        w: 12, columns: {
          Model: { link: toModel, width: 180 }, Owner: { link: toCreator, width: 180 }, Share: { unit: 'percentunit', decimals: 6 },
          'Share of children': { unit: 'percentunit', decimals: 6 }, 'Steps up': { unit: 'none' },
        } }),
      table('Built on it', 'This model and its descendants: their own revenue in the time range and the part of their net revenue that is'
        + ' this model\'s.', sql(`
        with recursive below(model, steps) as (select \${model:sqlstring}, 0
                                               union
                                               select c.model, b.steps + 1 from below b
                                               join tributary.registered_model c on c.${VAULT.replace(' and ', ' and c.')}
                                                                                and c.parents @> array[b.model]),
             member as (select model, min(steps) as steps from below group by model limit 200),
             own as (select model, sum(revenue) as revenue, sum(lines) as lines from tributary.model_usage
                     where ${TOKEN} and $__timeFilter(minute_start) and model in (select model from member) group by model)
        select member.model as "Model", member.steps as "Steps down", coalesce(own.revenue, 0) as "Own revenue",
               coalesce(own.lines, 0) as "Lines", s.share / 1e8 as "Share of this model"
        from member left join own using (model)
        cross join lateral tributary.lineage_share(${CHAIN}, \${vault:sqlstring}, member.model) s
        where s.receiver = \${model:sqlstring} order by 3 desc, 1`), {
        w: 12, columns: {
          Model: { link: toModel, width: 180 }, 'Steps down': { unit: 'none' }, 'Own revenue': { decimals: 6 },
          'Share of this model': { unit: 'percentunit', decimals: 6 },
        } }),
      table('Who is behind it', 'The owner, or the accounts of its split, with their parts and since when.', sql(`
        select account as "Account", basis_points / 1e4 as "Part", in_force_from as "Since" from tributary.model_payee
        where ${MODEL} and in_force_until = 'infinity' order by basis_points desc, account`), {
        w: 12, h: 6, columns: { Account: { link: toCreator }, Part: { unit: 'percentunit', decimals: 2 }, Since: { unit: 'dateTimeAsIso' } } }),
      table('Disputes and what was held (${token:text})', 'Closes after which something was held for this model, and how much; 0 when it was let go. Empty for a'
        + ' model that was never frozen.', sql(`
        select period_start as "Period", held as "Held" from tributary.suspense_over_time where ${MODEL_TOKEN}
        order by 1 desc limit 100`), {
        w: 12, h: 6, columns: { Period: { unit: 'dateTimeAsIso' }, Held: { decimals: 6, thresholds: badAbove(1e-24) } } }),

      row('Prices and verification'),
      table('Price changes', 'Every price that was announced, newest first, in tokens per million of a meter, and by how much the sum of the'
        + ' four changed. Usage is rated with the price in force at the start of its minute.', sql(`
        select effective_at as "In force from", announced_at as "Announced", state as "State", per_million_calls as "Calls",
               per_million_input_tokens as "Input tokens", per_million_output_tokens as "Output tokens",
               per_million_compute_millis as "Compute ms", licence as "Licence", symbol as "Token", pass_required as "Pass",
               (per_million_calls + per_million_input_tokens + per_million_output_tokens + per_million_compute_millis)
                   / nullif(lag(per_million_calls + per_million_input_tokens + per_million_output_tokens
                                + per_million_compute_millis) over (order by effective_at, ordinal), 0) - 1 as "Change"
        from tributary.model_price where ${MODEL} order by effective_at desc, ordinal desc limit 100`), {
        w: 16, columns: {
          'In force from': { unit: 'dateTimeAsIso' }, Announced: { unit: 'dateTimeAsIso' },
          State: { mappings: words({ IN_FORCE: 'green', COMING: 'orange', SUPERSEDED: 'text' }) },
          Calls: { decimals: 6 }, 'Input tokens': { decimals: 6 }, 'Output tokens': { decimals: 6 }, 'Compute ms': { decimals: 6 },
          Licence: { decimals: 6 }, Change: { unit: 'percentunit', decimals: 1, thresholds: badAbove(0.5, 2) },
        } }),
      table('Passes', 'Access passes of this model by state.', sql(`
        select s.state as "State", count(p.pass) as "Passes", count(distinct p.holder) as "Holders"
        from (values ('VALID'), ('EXPIRED'), ('REVOKED')) as s(state)
        left join tributary.pass_status p on p.${VAULT.replace(' and ', ' and p.')} and p.model = \${model:sqlstring} and p.state = s.state
        group by s.state order by 1 desc`), {
        w: 8, columns: { State: { mappings: words({ VALID: 'green', EXPIRED: 'orange', REVOKED: 'red' }) } }, thresholds: plain }),
      table('Verification rounds', 'Complete rounds with the medians that gave the score. Empty for a model that was never verified.', sql(`
        select round as "Round", score_ppm / 1e6 as "Score", accuracy_ppm / 1e6 as "Accuracy",
               diversity_ppm / 1e6 as "Diversity", absence_ppm / 1e6 as "No overfitting", cost_ppm / 1e6 as "Cost",
               reports as "Reports", verified_at as "Verified", expires_at as "Expires"
        from tributary.verification_history where ${MODEL} order by round desc limit 50`), {
        w: 12, columns: {
          Round: { unit: 'none' }, Score: { decimals: 3 }, Accuracy: { decimals: 3 }, Diversity: { decimals: 3 },
          'No overfitting': { decimals: 3 }, Cost: { decimals: 3 }, Verified: { unit: 'dateTimeAsIso' }, Expires: { unit: 'dateTimeFromNow' },
        } }),
      table('Refused usage', 'Lines of this model that were refused in the time range, by reason and gateway.', sql(`
        select reason as "Reason", gateway as "Gateway", sum(lines) as "Lines", max(noted_at) as "Last" from tributary.refused_usage
        where ${MODEL} and $__timeFilter(noted_at) group by reason, gateway
        order by 3 desc limit 50`), {
        w: 12, columns: { Reason: { width: 200 }, Lines: { thresholds: badAbove(1) }, Last: { unit: 'dateTimeFromNow' } }, links: [toIntegrity] }),
    ],
  });
