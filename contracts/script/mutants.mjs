#!/usr/bin/env node
// Shows that the tests notice a changed rule: applies each patch of test/mutants to a copy of the project, one at a
// time, and expects `forge test` to fail. Exits 1 naming every mutant that the tests let live.
// Arguments: parts of patch names; without any, all of them.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, 'test', 'mutants');
const wanted = process.argv.slice(2);
const patches = readdirSync(folder)
  .filter((name) => name.endsWith('.patch'))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)));

// With tests linked at run time a mutant compiles one contract and not the tests too.
const environment = {
  ...process.env,
  FOUNDRY_DYNAMIC_TEST_LINKING: 'true',
  FOUNDRY_FUZZ_RUNS: '64',
  FOUNDRY_FUZZ_SEED: '0x7472696275746172790a',
  FOUNDRY_INVARIANT_SHRINK_RUN_LIMIT: '0',
};

const copy = mkdtempSync(path.join(os.tmpdir(), 'tributary-mutants-'));
process.on('exit', () => rmSync(copy, { recursive: true, force: true }));
process.on('SIGINT', () => process.exit(130));

const run = (command, args) =>
  spawnSync(command, args, { cwd: copy, env: environment, encoding: 'utf8', maxBuffer: 1 << 28 });
const forge = (...args) => run(process.execPath, [path.join(root, 'script', 'forge.mjs'), ...args]);

const restore = () => cpSync(path.join(root, 'src'), path.join(copy, 'src'), { recursive: true });
// Gas is left out: every change of a contract changes its snapshot.
const unitTests = () => forge('test', '--fail-fast', '--no-match-contract', 'Gas|Invariants');
const invariants = () => forge('test', '--fail-fast', '--match-contract', 'Invariants');

/** Returns what became of the mutant: killed, lives, or why it could not be tried. */
const verdict = (name) => {
  restore();
  const applied = run('git', ['apply', path.join(folder, name)]);
  if (applied.status !== 0) return `DOES NOT APPLY: ${applied.stderr.trim()}`;
  const tested = unitTests();
  if (/Compiler run failed/.test(tested.stdout + tested.stderr)) return 'DOES NOT COMPILE';
  if (tested.status !== 0) return `killed by ${/^\[FAIL.*\] (\w+)\(/m.exec(tested.stdout)?.[1] ?? 'setUp'}`;
  return invariants().status === 0 ? 'LIVES' : 'killed by an invariant';
};

const binaries = path.join(root, 'node_modules', '@foundry-rs');
for (const entry of ['foundry.toml', 'src', 'test', 'script', 'package.json', 'node_modules']) {
  cpSync(path.join(root, entry), path.join(copy, entry), { recursive: true, filter: (from) => from !== binaries });
}
const untouched = unitTests();
if (untouched.status !== 0) {
  console.error(`MUTANTS_NO_BASE: the tests fail without any mutant; mend them first\n${untouched.stdout}`);
  process.exit(2);
}

const living = [];
patches.forEach((name, i) => {
  const what = readFileSync(path.join(folder, name), 'utf8').split('\n', 1)[0];
  const result = verdict(name);
  if (!result.startsWith('killed')) living.push(name);
  console.log(`${i + 1}/${patches.length} ${name}: ${what} -> ${result}`);
});
if (living.length > 0) {
  console.error(`MUTANTS_LIVE: ${living.length} of ${patches.length}: ${living.join(' ')}; add a test that fails on each`);
  process.exit(1);
}
console.log(`all ${patches.length} mutants killed`);
