import {
  badAbove, bars, chain, dashboard, FLINK, instance, job, lines, mustBeZero, postgresSource, prometheusSource, promql, promqlNow, row,
  series, SETTLING, sql, stat, table, toIntegrity, token, toSettlement, VAULT, vault,
} from './grafana.mjs';

const OPERATOR = 'flink_taskmanager_job_task_operator_';

export default dashboard('tributary-pipeline-health', 'Pipeline health',
  'Whether every line is accounted for and time goes on: the accounting equation, how far both logs and the chain have come, what is'
  + ' refused, and how the Flink jobs do.', {
    from: 'now-3h',
    variables: [prometheusSource, postgresSource, chain, vault, token, job, instance],
    panels: [
      row('Now'),
      stat('Unaccounted lines', 'reported - counted - duplicate - rejected - pending, by the tables. Anything but 0: lines were lost or counted'
        + ' twice, and the job halts.', sql(`
        select coalesce(sum(unaccounted), 0) as lines from tributary.line_equation where ${VAULT}`), { thresholds: mustBeZero, unit: 'none' }),
      stat('Unaccounted, as the job tells', 'The same, as RoyaltyJob counts it in this moment.',
        promql(`max(${OPERATOR}unaccountedLines{${FLINK}})`), { thresholds: mustBeZero, unit: 'none' }),
      stat('Conservation error', 'Total of the newest proved root less the sum of its leaves, in base units over all tokens.',
        promql(`max(abs(tributary_settlement_conservation_error_base_units{${SETTLING}}))`), { thresholds: mustBeZero, unit: 'none' }),
      stat('Usage behind', 'How far the slowest partition of the usage log is behind the clock. Heartbeats keep a quiet partition going; a'
        + ' broken one holds settlement back.', promql(`time() - min(max by (partition) (${OPERATOR}partition_usageTimestampSeconds{${FLINK}}))`), {
        unit: 's', thresholds: badAbove(30, 300) }),
      stat('Chain behind', 'How far the newest accepted block is behind the clock; finality of the chain is in it.',
        promql(`time() - max(${OPERATOR}chainTimestampSeconds{${FLINK}})`), { unit: 's', thresholds: badAbove(1200, 3600) }),
      stat('Restarts', 'Restarts of both jobs since they were submitted.',
        promql(`sum(flink_jobmanager_job_numRestarts{${FLINK}})`), { thresholds: badAbove(1, 10), unit: 'none' }),

      row('The accounting equation'),
      lines('reported = counted + duplicate + rejected + pending', 'Sums since the log began, at the end of each minute of log time.', series(`
        select minute_start as time, reported, counted, duplicate, rejected, pending from tributary.line_equation_by_minute
        where ${VAULT} and $__timeFilter(minute_start) order by 1`), { legend: ['lastNotNull'] }),
      lines('Lines, as the job counts them', 'Lines reported, counted, refused and seen twice by RoyaltyJob, per second. Counted comes in steps, when'
        + ' a period closes.', [
        promql(`sum(deriv(${OPERATOR}reportedLines{${FLINK}}[$__rate_interval]))`, 'reported'),
        promql(`sum(deriv(${OPERATOR}countedLines{${FLINK}}[$__rate_interval]))`, 'counted'),
        promql(`sum(deriv(${OPERATOR}reason_rejectedLines{${FLINK}}[$__rate_interval]))`, 'rejected'),
        promql(`sum(deriv(${OPERATOR}duplicateLines{${FLINK}}[$__rate_interval]))`, 'duplicate'),
      ], { unit: 'cps', legend: ['mean', 'max'] }),
      bars('Refused lines by reason', 'Refused lines by the minute in which they were noted, by reason.', series(`
        select $__timeGroup(noted_at, $__interval) as time, reason as metric, sum(lines) as lines from tributary.refused_usage
        where ${VAULT} and $__timeFilter(noted_at) group by 1, 2 order by 1`), { interval: '1m', links: [toIntegrity] }),
      lines('Refused share', 'Refused lines of all reported ones since the log began.', series(`
        select minute_start as time, rejected / nullif(reported, 0) as refused from tributary.line_equation_by_minute
        where ${VAULT} and $__timeFilter(minute_start) order by 1`), { unit: 'percentunit', legend: ['lastNotNull'], thresholds: badAbove(0.05, 0.2) }),
      table('Periods', 'Lines booked in the newest periods and what their closes decided: admitted = counted + rejected once a period is closed.', sql(`
        select period_start as "Period", closed as "Closed", admitted as "Admitted", counted as "Counted", rejected as "Rejected",
               pending as "Pending", rejected_by_reason::text as "By reason"
        from tributary.line_accounts_by_period where ${VAULT} order by period_start desc limit 100`), {
        links: [toSettlement], columns: { Period: { unit: 'dateTimeAsIso' }, Closed: { unit: 'bool_yes_no' } } }),

      row('Time and lag'),
      lines('Behind the clock, by partition', 'How far the time of each usage partition is behind the clock. The watermark is the grace behind the highest of'
        + ' these lines.', promql(`time() - max by (partition) (${OPERATOR}partition_usageTimestampSeconds{${FLINK}})`, 'partition {{partition}}'), {
        unit: 's', legend: ['lastNotNull', 'max'], thresholds: badAbove(30, 300) }),
      lines('Since the last heartbeat, by partition', 'A partition without heartbeats stands still, and settlement waits for it.',
        promql(`time() - max by (partition) (${OPERATOR}partition_lastHeartbeatTimestampSeconds{${FLINK}})`, 'partition {{partition}}'), {
        unit: 's', legend: ['lastNotNull', 'max'], thresholds: badAbove(30, 300) }),
      lines('Chain', 'Newest block, newest finalized block, and up to which block everything is written.', [
        promql(`max(${OPERATOR}ingest_headBlock{${FLINK}})`, 'head'),
        promql(`max(${OPERATOR}ingest_finalizedHeadBlock{${FLINK}})`, 'finalized'),
        promql(`max(${OPERATOR}ingest_lastReadBlock{${FLINK}})`, 'written'),
      ], { unit: 'none', legend: ['lastNotNull'], draw: { axisSoftMin: undefined } }),
      lines('Chain lag', 'Finalized blocks that are not written yet, and reads without a usable answer: timeouts, refusals, nodes that disagree.', [
        promql(`max(${OPERATOR}ingest_lagBlocks{${FLINK}})`, 'blocks behind'),
        promql(`sum(rate(${OPERATOR}ingest_failedReads{${FLINK}}[$__rate_interval])) * 60`, 'failed reads a minute'),
        promql(`sum(rate(${OPERATOR}ingest_rpcDisagreements{${FLINK}}[$__rate_interval])) * 60`, 'disagreements a minute'),
      ], { legend: ['lastNotNull', 'max'], thresholds: badAbove(100, 1000) }),
      lines('Open periods', 'Periods with lines that have not closed.', promql(`max(${OPERATOR}openPeriods{${FLINK}})`, 'open'), {
        unit: 'none', legend: ['lastNotNull', 'max'], thresholds: badAbove(4, 24) }),
      lines('Watermark behind the clock, by part of a source', 'How far each part of both logs is behind in event time; the grace is in it. The highest line'
        + ' holds its job back.', promql(`time() - min by (split) (${OPERATOR}split_watermark_currentWatermark{${FLINK}}) / 1000`, '{{split}}'), {
        unit: 's', legend: ['lastNotNull', 'max'] }),

      row('Flink'),
      lines('Checkpoint duration', 'Duration of the last completed checkpoint. Batches are sealed by checkpoints.',
        promql(`max by (job_name) (flink_jobmanager_job_lastCheckpointDuration{${FLINK}})`, '{{job_name}}'), {
        unit: 'ms', legend: ['lastNotNull', 'max'], thresholds: badAbove(30000, 300000) }),
      lines('Checkpoint size', 'The whole state in the last completed checkpoint, and what that checkpoint had to write of it.', [
        promql(`max by (job_name) (flink_jobmanager_job_lastCheckpointFullSize{${FLINK}})`, '{{job_name}} state'),
        promql(`max by (job_name) (flink_jobmanager_job_lastCheckpointSize{${FLINK}})`, '{{job_name}} written'),
      ], {
        unit: 'bytes', legend: ['lastNotNull', 'max'] }),
      lines('Failed checkpoints', 'Checkpoints that failed since the job was submitted.',
        promql(`max by (job_name) (flink_jobmanager_job_numberOfFailedCheckpoints{${FLINK}})`, '{{job_name}}'), {
        unit: 'none', legend: ['lastNotNull'], thresholds: badAbove(1, 10) }),
      lines('Busy and held back', 'The busiest and the most held back subtask of each job: milliseconds per second.', [
        promql(`max by (job_name) (flink_taskmanager_job_task_busyTimeMsPerSecond{${FLINK}})`, '{{job_name}} busy'),
        promql(`max by (job_name) (flink_taskmanager_job_task_backPressuredTimeMsPerSecond{${FLINK}})`, '{{job_name}} held back'),
      ], { unit: 'ms', legend: ['mean', 'max'], max: 1000, thresholds: badAbove(900) }),
      table('Operators', 'Records that each operator takes per second.',
        promqlNow(`sum by (job_name, operator_name) (${OPERATOR}numRecordsInPerSecond{${FLINK}})`), { unit: 'cps' }),
    ],
  });
