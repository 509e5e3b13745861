// Parts of a Grafana dashboard, so that all of them look and behave alike. The form is that of the dashboard schema of
// Grafana 12 (schemaVersion 42).

export const POSTGRES = { type: 'grafana-postgresql-datasource', uid: '${postgresql_datasource}' };
export const PROMETHEUS = { type: 'prometheus', uid: '${prometheus_datasource}' };

/** Null while there is nothing to choose from, so that an empty installation shows nothing instead of errors. */
export const CHAIN = "nullif(${chain:sqlstring}, '')::bigint";
/** The first condition of nearly every query. */
export const VAULT = `chain_id = ${CHAIN} and vault = \${vault:sqlstring}`;
export const TOKEN = VAULT + ' and token = ${token:sqlstring}';
/** Of the programs that settle and serve: they know which vault they are for. */
export const SETTLING = 'chain=~"$chain",vault=~"$vault",job=~"$job",instance=~"$instance"';
/** Of Flink: its jobs are told apart by where they are scraped. */
export const FLINK = 'job=~"$job",instance=~"$instance"';

const WIDTH = 24;

// ---- Queries

export const sql = (query, format = 'table') => ({
  datasource: POSTGRES,
  editorMode: 'code',
  format,
  rawQuery: true,
  rawSql: unindent(query),
});
export const series = (query) => sql(query, 'time_series');
export const promql = (expr, legendFormat = '__auto') => ({
  datasource: PROMETHEUS,
  editorMode: 'code',
  expr: unindent(expr),
  legendFormat,
  range: true,
});
export const promqlNow = (expr, legendFormat = '__auto') => ({
  datasource: PROMETHEUS,
  editorMode: 'code',
  expr: unindent(expr),
  format: 'table',
  instant: true,
  legendFormat,
});

// ---- Variables

const query = (name, label, description, text, more = {}) => ({
  current: {},
  datasource: POSTGRES,
  definition: text,
  description,
  hide: 0,
  includeAll: false,
  label,
  multi: false,
  name,
  options: [],
  query: text,
  refresh: 2,
  regex: '',
  sort: 0,
  type: 'query',
  ...more,
});

const source = (name, label, type, uid, text) => ({
  current: { text, value: uid },
  hide: 2,
  includeAll: false,
  label,
  multi: false,
  name,
  options: [],
  query: type,
  refresh: 1,
  regex: '',
  type: 'datasource',
});
export const postgresSource = source(
  'postgresql_datasource', 'PostgreSQL data source', POSTGRES.type, 'tributary-postgresql', 'Tributary PostgreSQL');
export const prometheusSource = source(
  'prometheus_datasource', 'Prometheus data source', PROMETHEUS.type, 'tributary-prometheus', 'Tributary Prometheus');

export const chain = query('chain', 'Chain', 'Id of the chain that the vault is on.', unindent(`
  select distinct chain_id::text from tributary.vault_token order by 1`));
export const vault = query('vault', 'Vault', 'Everything is per vault: each has its own registry, books and epochs.', unindent(`
  select distinct vault from tributary.vault_token where chain_id = ${CHAIN} order by 1`));
export const token = query('token', 'Token', 'Amounts are of this token, in whole tokens.', unindent(`
  select symbol as __text, token as __value from tributary.vault_token where ${VAULT} order by 1`));
export const model = query('model', 'Model', 'Id of the model, the most used one first.', unindent(`
  select left(m.model, 10) || '…' || right(m.model, 6) as __text, m.model as __value
  from tributary.registered_model m
  left join (select model, sum(lines) as lines from tributary.model_usage where ${VAULT} and $__timeFilter(minute_start)
             group by model) u using (model)
  where ${VAULT} order by u.lines desc nulls last, m.model limit 1000`));
export const account = query('account', 'Account', 'An account in the last accepted root, the one that earned most first; any other can be typed.', unindent(`
  select left(account, 10) || '…' || right(account, 6) as __text, account as __value
  from tributary.account_published where ${TOKEN} order by published desc, account limit 1000`));
export const gateway = query(
  'gateway', 'Gateway', 'Gateways that had usage refused in the time range.', unindent(`
  select distinct gateway from tributary.refused_usage where ${VAULT} and $__timeFilter(noted_at) order by 1`),
  { includeAll: true, multi: true, current: { text: ['All'], value: ['$__all'] } });

const scraped = (name, label, of) => query(name, label, `Prometheus' ${name} label.`, of, {
  allValue: '.+',
  current: { text: ['All'], value: ['$__all'] },
  datasource: PROMETHEUS,
  includeAll: true,
  multi: true,
  query: { qryType: 1, query: of, refId: 'PrometheusVariableQueryEditor-VariableQuery' },
});
export const job = scraped('job', 'Job', 'label_values(up, job)');
export const instance = scraped('instance', 'Instance', 'label_values(up{job=~"$job"}, instance)');

// ---- Thresholds: what is bad is red, what needs a look is orange.

const steps = (...rest) => ({
  mode: 'absolute',
  steps: [{ color: 'green', value: null }, ...rest.map(([color, value]) => ({ color, value }))],
});
export const plain = { mode: 'absolute', steps: [{ color: 'blue', value: null }] };
export const badAbove = (warning, critical = warning) =>
  warning === critical ? steps(['red', critical]) : steps(['orange', warning], ['red', critical]);
export const badBelow = (critical, warning) => ({
  mode: 'absolute',
  steps: [{ color: 'red', value: null }, { color: 'orange', value: critical }, { color: 'green', value: warning }],
});
/** Anything but zero is an alarm, on either side. */
export const mustBeZero = {
  mode: 'absolute',
  steps: [{ color: 'red', value: null }, { color: 'green', value: 0 }, { color: 'red', value: 1e-24 }],
};

// ---- Panels

const panel = (type, title, description, targets, { unit = 'short', decimals, thresholds = plain, noValue, mappings, min, max,
  overrides = [], custom, color, options = {}, links = [], interval, w = 12, h = 8, transformations } = {}) => {
  const from = Array.isArray(targets) ? targets : [targets];
  return {
    datasource: from[0].datasource,
    description,
    fieldConfig: { defaults: drop({ color, custom, decimals, mappings, max, min, noValue, thresholds, unit }), overrides },
    gridPos: { h, w },
    ...(interval ? { interval } : {}),
    ...(links.length ? { links } : {}),
    options,
    targets: from.map((target, index) => ({ ...target, refId: String.fromCharCode(65 + index) })),
    title,
    ...(transformations ? { transformations } : {}),
    type,
  };
};

export const row = (title) => ({ collapsed: false, gridPos: { h: 1, w: WIDTH }, panels: [], title, type: 'row' });

export const stat = (title, description, target, options = {}) => panel('stat', title, description, target, {
  w: 4, h: 4, color: { mode: 'thresholds' }, ...options,
  options: {
    colorMode: 'value', graphMode: 'none', justifyMode: 'auto', orientation: 'auto', percentChangeColorMode: 'standard',
    reduceOptions: { calcs: ['lastNotNull'], fields: options.text ? '/.*/' : '', values: false },
    showPercentChange: false, textMode: options.names ? 'value_and_name' : 'auto', wideLayout: true,
  },
});

const timeseries = (title, description, target, { legend = ['sum'], draw = {}, ...options } = {}) =>
  panel('timeseries', title, description, target, {
    color: { mode: 'palette-classic' },
    ...options,
    custom: {
      axisSoftMin: 0, drawStyle: 'line', fillOpacity: 10, lineInterpolation: 'linear', lineWidth: 1, pointSize: 5,
      showPoints: 'auto', spanNulls: false, stacking: { group: 'A', mode: 'none' },
      thresholdsStyle: { mode: options.thresholds ? 'line' : 'off' }, ...draw,
    },
    options: {
      legend: { calcs: legend, displayMode: 'table', placement: 'bottom', showLegend: true },
      tooltip: { hideZeros: true, mode: 'multi', sort: 'desc' },
    },
  });
export const lines = timeseries;
export const bars = (title, description, target, options = {}) => timeseries(title, description, target, {
  ...options,
  draw: { drawStyle: 'bars', fillOpacity: 80, lineWidth: 0, stacking: { group: 'A', mode: 'normal' } },
});

export const table = (title, description, target, { columns = {}, ...options } = {}) =>
  panel('table', title, description, target, {
    w: WIDTH, ...options,
    custom: { align: 'auto', cellOptions: { type: 'auto' }, filterable: true, inspect: false },
    overrides: Object.entries(columns).map(([name, properties]) => override(name, properties)),
    options: { cellHeight: 'sm', showHeader: true },
  });

export const ranking = (title, description, target, options = {}) => panel('bargauge', title, description, target, {
  color: { mode: 'thresholds' }, ...options,
  options: {
    displayMode: 'basic', legend: { calcs: [], displayMode: 'list', placement: 'bottom', showLegend: false },
    maxVizHeight: 300, minVizHeight: 16, minVizWidth: 8, namePlacement: 'auto', orientation: 'horizontal',
    reduceOptions: { calcs: ['lastNotNull'], fields: '', values: true }, showUnfilled: true, sizing: 'auto', valueMode: 'color',
  },
});

/** What a column of a table looks like: { unit, decimals, thresholds, link, width, hidden }. */
const override = (name, { unit, decimals, thresholds, link, width, mappings }) => ({
  matcher: { id: 'byName', options: name },
  properties: [
    ...(unit ? [{ id: 'unit', value: unit }] : []),
    ...(decimals === undefined ? [] : [{ id: 'decimals', value: decimals }]),
    ...(thresholds ? [
      { id: 'thresholds', value: thresholds },
      { id: 'custom.cellOptions', value: { type: 'color-text' } }] : []),
    ...(mappings ? [{ id: 'mappings', value: mappings }, { id: 'custom.cellOptions', value: { type: 'color-text' } }] : []),
    ...(link ? [{ id: 'links', value: [link] }] : []),
    ...(width ? [{ id: 'custom.width', value: width }] : []),
  ],
});

/** Words with colours, such as states. */
export const words = (colours) => [{
  type: 'value',
  options: Object.fromEntries(Object.entries(colours).map(([word, color], index) => [word, { color, index, text: word }])),
}];

const SAME = 'var-chain=${chain}&var-vault=${vault}&var-token=${token}&${__url_time_range}';
export const toModel = { title: 'This model', url: `/d/tributary-model/model?var-model=\${__value.raw}&${SAME}` };
export const toCreator = { title: 'This account', url: `/d/tributary-creator/creator?var-account=\${__value.raw}&${SAME}` };
export const toSettlement = { title: 'Settlement', url: `/d/tributary-settlement/settlement?${SAME}` };
export const toPipeline = { title: 'Pipeline health', url: `/d/tributary-pipeline-health/pipeline-health?${SAME}` };
export const toIntegrity = { title: 'Integrity', url: `/d/tributary-integrity/integrity?${SAME}` };

// ---- Dashboards

/** Panels in rows from left to right; a row panel or one that does not fit begins a new row. */
const arrange = (panels) => {
  let x = 0;
  let y = 0;
  let height = 0;
  return panels.map((one, index) => {
    const { h, w } = one.gridPos;
    if (x + w > WIDTH) {
      x = 0;
      y += height;
      height = 0;
    }
    const placed = { ...one, gridPos: { h, w, x, y }, id: index + 1 };
    x += w;
    height = Math.max(height, h);
    return placed;
  });
};

export const dashboard = (uid, title, description, { variables, panels, from = 'now-24h', refresh = '1m' }) => ({
  annotations: { list: [] },
  description,
  editable: false,
  fiscalYearStartMonth: 0,
  graphTooltip: 1,
  links: [{
    asDropdown: false, icon: 'external link', includeVars: true, keepTime: true, tags: ['tributary'], targetBlank: false,
    title: 'Tributary', tooltip: '', type: 'dashboards', url: '',
  }],
  liveNow: false,
  panels: arrange(panels),
  preload: false,
  refresh,
  schemaVersion: 42,
  tags: ['tributary'],
  templating: { list: variables },
  time: { from, to: 'now' },
  timepicker: {},
  timezone: 'utc',
  title,
  uid,
  weekStart: 'monday',
});

const drop = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

/** Takes the indentation of the first line off all of them. */
function unindent(text) {
  const all = text.replace(/^\n/, '').trimEnd().split('\n');
  const indent = all[0].match(/^ */)[0].length;
  return all.map((line) => line.slice(Math.min(indent, line.match(/^ */)[0].length))).join('\n');
}
