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
const missed = [];
for (const record of readFileSync(report, 'utf8').split('\n')) {
  if (record.startsWith('SF:')) file = record.slice(3);
  const line = /^DA:(\d+),0$/.exec(record);
  if (line) missed.push(`${file}:${line[1]}`);
}
if (missed.length > 0) {
  console.error(`COVERAGE_MISSED: no test reaches ${missed.join(' ')}; add one`);
  process.exit(1);
}
