#!/usr/bin/env node
// Writes the dashboards that Grafana loads, from their sources beside this file:
//   node dashboards/grafana/source/build.mjs           write
//   node dashboards/grafana/source/build.mjs --check   exit code 1 and their names when committed ones are not current
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NAMES = ['marketplace', 'model', 'creator', 'settlement', 'pipeline-health', 'integrity'];
const folder = join(dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');

const sorted = (value) => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
};
const current = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

let stale = 0;
for (const name of NAMES) {
  const { default: dashboard } = await import(`./${name}.mjs`);
  const file = join(folder, `${name}.json`);
  const text = JSON.stringify(sorted(dashboard), null, 2) + '\n';
  if (check && current(file) !== text) {
    console.error(`${name}.json is not what ${name}.mjs makes; run: node dashboards/grafana/source/build.mjs`);
    stale++;
  }
  if (!check) writeFileSync(file, text);
}
process.exit(stale ? 1 : 0);
