#!/usr/bin/env node
// Reports line and branch coverage of src/ by the unit and fuzz tests; exits 1 naming every line that no test reaches.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(path.join(os.tmpdir(), 'tributary-coverage-'));
const report = path.join(folder, 'lcov.info');
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const forge = spawnSync(
  process.execPath,
  [
    path.join(root, 'script', 'forge.mjs'), 'coverage', '--report', 'summary', '--report', 'lcov', '--report-file', report,
    '--no-match-coverage', '^(test|script)/', '--no-match-contract', 'Gas|Invariants',
  ],
  { cwd: root, stdio: 'inherit' },
);
if (forge.status !== 0) process.exit(forge.status ?? 1);

let file = '';
const lines = { reached: 0, missed: [] };
const branches = { reached: 0, missed: [] };
for (const record of readFileSync(report, 'utf8').split('\n')) {
  if (record.startsWith('SF:')) file = record.slice(3);
  const [, kind, place, hits] = /^(DA|BRDA):(\d+),(?:.*,)?(\d+|-)$/.exec(record) ?? [];
  if (!kind) continue;
  const covered = kind === 'DA' ? lines : branches;
  if (hits === '0' || hits === '-') covered.missed.push(`${file}:${place}`);
  else covered.reached += 1;
}
const total = ({ reached, missed }) => `${reached} of ${reached + missed.length}`;
console.log(`covered ${total(lines)} lines, ${total(branches)} branches of src/`);
if (lines.reached === 0) {
  console.error('COVERAGE_EMPTY: the report names no line of src/; did a test run?');
  process.exit(1);
}
if (branches.missed.length > 0) console.log(`branches that no test takes: ${branches.missed.join(' ')}`);
if (lines.missed.length > 0) {
  console.error(`COVERAGE_MISSED: no test reaches ${lines.missed.join(' ')}; add one`);
  process.exit(1);
}
