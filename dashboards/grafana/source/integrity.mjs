import {
  CHAIN, badAbove, bars, chain, dashboard, gateway, lines, postgresSource, row, series, sql, stat, table, toCreator, toModel, token, TOKEN,
  toPipeline, VAULT, vault,
} from './grafana.mjs';

const REFUSED = `tributary.refused_usage where ${VAULT} and $__timeFilter(noted_at)`;

export default dashboard('tributary-integrity', 'Integrity',
  'What looks as if somebody cheats: usage without a valid pass, revenue that comes back to who pays it, gateways whose reports are'
  + ' refused, and sudden changes. These are signals to look at, not verdicts.', {
    from: 'now-7d',
    variables: [postgresSource, chain, vault, token, gateway],
    panels: [
      row('In this time range'),
      stat('Lines without a valid pass', 'The piracy signal: lines that needed or cited a pass and had no valid one. None of them was paid.', sql(`
        select coalesce(sum(lines), 0) as lines from tributary.piracy_signal where ${VAULT} and $__timeFilter(minute_start)`), { thresholds: badAbove(1, 1000) }),
      stat('Under a revoked pass', 'Those of them that cited a pass which had been revoked.', sql(`
        select coalesce(sum(lines), 0) as lines from tributary.piracy_signal
        where ${VAULT} and $__timeFilter(minute_start) and revoked_at <= minute_start`), { thresholds: badAbove(1) }),
      stat('Refused lines', 'Lines that were refused for any reason.', sql(`
        select coalesce(sum(lines), 0) as lines from ${REFUSED}`)),
      stat('Forged or tampered', 'Reports whose signature is not that of their gateway.', sql(`
        select count(*) as reports from ${REFUSED} and reason like '%SIGNATURE%'`), { thresholds: badAbove(1, 100) }),

      row('Since the log began'),
      stat('Accounts with strikes', 'Accounts of which at least one pass was ever revoked.', sql(`
        select count(*) as accounts from tributary.account_strikes where ${VAULT}`), { thresholds: badAbove(1, 10) }),
      stat('Refused share', 'Refused lines of all that were reported.', sql(`
        select coalesce(rejected / nullif(reported, 0), 0) as share from tributary.line_equation where ${VAULT}`), {
        unit: 'percentunit', decimals: 2, thresholds: badAbove(0.05, 0.2), links: [toPipeline] }),

      row('Piracy'),
      bars('Usage without a valid pass', 'Lines refused as PASS_INVALID, by the minute of use and by model.', series(`
        select $__timeGroup(minute_start, $__interval) as time, left(model, 10) as metric, sum(lines) as lines
        from tributary.piracy_signal where ${VAULT} and $__timeFilter(minute_start) group by 1, 2 order by 1`), { interval: '1m' }),
      table('Who uses without a pass', 'Payers, the models they used without a valid pass, and where. A model that requires a pass refuses'
        + ' whoever cites none.', sql(`
        select p.payer as "Payer", p.model as "Model", nullif(p.pass, '') as "Pass", p.gateway as "Gateway", sum(p.lines) as "Lines",
               sum(p.output_tokens) as "Output tokens", max(p.revoked_at) as "Pass revoked", max(s.strikes) as "Strikes",
               max(p.minute_start) as "Last"
        from tributary.piracy_signal p
        left join tributary.account_strikes s on s.chain_id = p.chain_id and s.vault = p.vault and s.account = p.payer
        where p.${VAULT.replace(' and ', ' and p.')} and $__timeFilter(p.minute_start)
        group by p.payer, p.model, p.pass, p.gateway order by 5 desc limit 100`), {
        w: 12, columns: {
          Payer: { width: 160 }, Model: { link: toModel, width: 160 }, Gateway: { width: 160 }, Strikes: { thresholds: badAbove(1, 3) },
          'Pass revoked': { unit: 'dateTimeAsIso' }, Last: { unit: 'dateTimeFromNow' },
        } }),

      row('Wash usage'),
      table('Candidates for wash usage (${token:text})', 'Pairs of payer and model: the payer\'s part of all that the model was paid, and how much of the'
        + ' net revenue comes back to the payer through the model\'s split and its ancestors\'. Money in a circle costs the platform fee'
        + ' alone and lifts usage and rank.', sql(`
        with paid as (select model, payer, sum(spent) as spent from tributary.payer_spending
                      where ${TOKEN} and $__timeFilter(minute_start) group by model, payer),
             pair as (select model, payer, spent, spent / sum(spent) over (partition by model) as part
                      from paid order by spent desc limit 100),
             kin as (select m.model, s.receiver, s.share from (select distinct model from pair) m
                     cross join lateral tributary.lineage_share(${CHAIN}, \${vault:sqlstring}, m.model) s),
             back as (select pair.model, pair.payer, sum(kin.share * p.basis_points) / 1e12 as returned
                      from pair join kin using (model)
                      join tributary.model_payee p on p.${VAULT.replace(' and ', ' and p.')} and p.model = kin.receiver
                                                  and p.account = pair.payer and p.in_force_until = 'infinity'
                      group by pair.model, pair.payer)
        select pair.model as "Model", pair.payer as "Payer", pair.spent as "Spent", pair.part as "Part of the model's revenue",
               coalesce(back.returned, 0) as "Comes back"
        from pair left join back using (model, payer) order by 5 desc, pair.part desc, pair.spent desc limit 50`), {
        h: 9, columns: {
          Model: { link: toModel, width: 240 }, Payer: { link: toCreator, width: 240 }, Spent: { decimals: 6 },
          'Part of the model\'s revenue': { unit: 'percentunit', decimals: 1, thresholds: badAbove(0.5, 0.9) },
          'Comes back': { unit: 'percentunit', decimals: 1, thresholds: badAbove(0.000001, 0.5) },
        } }),

      row('Gateways'),
      table('Gateways by what is refused', 'Gateways and the reasons for which their lines were refused. Reports that cannot be authenticated'
        + ' name whom they claim to be from.', sql(`
        select gateway as "Gateway", reason as "Reason", sum(lines) as "Lines", count(*) as "Refusals", count(distinct model) as "Models",
               count(distinct payer) as "Payers", max(noted_at) as "Last"
        from ${REFUSED} and gateway in (\${gateway:sqlstring}) group by gateway, reason order by 3 desc, 4 desc limit 100`), {
        w: 12, h: 9, columns: { Gateway: { width: 200 }, Lines: { thresholds: badAbove(100, 10000) }, Last: { unit: 'dateTimeFromNow' } } }),
      bars('Refused lines by gateway', 'Lines refused over time, by gateway.', series(`
        select $__timeGroup(noted_at, $__interval) as time, left(gateway, 10) as metric, sum(lines) as lines
        from ${REFUSED} and gateway in (\${gateway:sqlstring}) group by 1, 2 order by 1`), { h: 9, interval: '1m' }),
      table('Newest refusals', 'Single refusals, newest first, with the place in the usage log; `tributary trace` shows one line\'s whole way.', sql(`
        select noted_at as "Noted", reason as "Reason", detail as "Detail", lines as "Lines", gateway as "Gateway", payer as "Payer",
               model as "Model", partition as "Partition", "offset" as "Offset", index as "Index"
        from ${REFUSED} and gateway in (\${gateway:sqlstring}) order by noted_at desc limit 200`), {
        columns: {
          Noted: { unit: 'dateTimeAsIso' }, Model: { link: toModel, width: 160 }, Gateway: { width: 160 }, Payer: { width: 160 },
          Partition: { unit: 'none' }, Offset: { unit: 'none' }, Index: { unit: 'none' },
        } }),

      row('Sudden changes'),
      table('Usage that changed suddenly (${token:text})', 'The last quarter of the time range against the average of the three quarters before it, by model. Times 1 is'
        + ' no change; a model without usage before has no number.', sql(`
        with used as (select model, minute_start >= $__timeTo()::timestamptz - ($__timeTo()::timestamptz - $__timeFrom()::timestamptz) / 4 as late,
                             revenue, lines
                      from tributary.model_usage where ${TOKEN} and $__timeFilter(minute_start)),
             halves as (select model, coalesce(sum(revenue) filter (where late), 0) as now,
                               coalesce(sum(revenue) filter (where not late), 0) / 3 as before, sum(lines) as lines
                        from used group by model)
        select model as "Model", now as "Last quarter", before as "A quarter before", now / nullif(before, 0) as "Times", lines as "Lines"
        from halves order by before = 0 desc, abs(ln(greatest(now / nullif(before, 0), 1e-9))) desc nulls last, now desc limit 50`), {
        w: 12, h: 9, columns: {
          Model: { link: toModel, width: 220 }, 'Last quarter': { decimals: 6 }, 'A quarter before': { decimals: 6 },
          Times: { decimals: 2, thresholds: badAbove(3, 10) },
        } }),
      table('Price changes', 'Prices announced to be in force from within the time range, the largest change first: the factor against the price before, over the sum of the four'
        + ' meters. A first price has no factor.', sql(`
        select * from (select model as "Model", effective_at as "In force from", state as "State",
                              (per_million_calls + per_million_input_tokens + per_million_output_tokens + per_million_compute_millis)
                                / nullif(lag(per_million_calls + per_million_input_tokens + per_million_output_tokens + per_million_compute_millis)
                                         over (partition by model, token order by effective_at, ordinal), 0) as "Times"
                       from tributary.model_price where ${VAULT}) price
        where $__timeFilter("In force from") order by ("Times" = 0) desc nulls last, abs(ln(nullif("Times", 0))) desc nulls last,
                 "In force from" desc limit 100`), {
        w: 12, h: 9, columns: { Model: { link: toModel, width: 220 }, 'In force from': { unit: 'dateTimeAsIso' }, Times: { decimals: 2, thresholds: badAbove(1.5, 3) } } }),
      lines('Lines by outcome', 'Lines reported, counted, refused and seen twice, per minute of log time.', series(`
        select minute_start as time,
               reported - lag(reported) over by_time as reported, counted - lag(counted) over by_time as counted,
               rejected - lag(rejected) over by_time as refused, duplicate - lag(duplicate) over by_time as duplicate
        from tributary.line_equation_by_minute where ${VAULT} and $__timeFilter(minute_start)
        window by_time as (order by minute_start) order by 1`), { w: 24 }),
    ],
  });
