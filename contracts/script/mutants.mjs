#!/usr/bin/env node
// Shows that the tests notice a changed rule: applies each patch of test/mutants to a copy of the project, one at a
// time, and expects `forge test` to fail. Exits 1 naming every mutant that the tests let live.
// Arguments: parts of patch names; without any, all of them.
import { spawn } from 'node:child_process';
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
if (patches.length === 0) {
  console.error(`MUTANTS_NONE: no patch of test/mutants has ${wanted.join(' or ')} in its name`);
  process.exit(2);
}

// With tests linked at run time a mutant compiles one contract and not the tests too; unoptimised code obeys the same
// rules and compiles sooner. A warning about what a mutant leaves unused is no reason not to try it.
const environment = {
  ...process.env,
  FOUNDRY_DYNAMIC_TEST_LINKING: 'true',
  FOUNDRY_OPTIMIZER: 'false',
  FOUNDRY_DENY: 'never',
  FOUNDRY_FUZZ_RUNS: '64',
  FOUNDRY_FUZZ_SEED: '0x7472696275746172790a',
  FOUNDRY_INVARIANT_SHRINK_RUN_LIMIT: '0',
};

const workshop = mkdtempSync(path.join(os.tmpdir(), 'tributary-mutants-'));
process.on('exit', () => rmSync(workshop, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

const run = (copy, command, args) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { cwd: copy, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (text) => (output += text);
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('close', (status) => resolve({ status, output }));
  });
const tests = (copy, ...filter) =>
  run(copy, process.execPath, [path.join(root, 'script', 'forge.mjs'), 'test', '--fail-fast', ...filter]);

// The tests that are named after the mutant's contract first: most mutants end there. Gas is left out everywhere, as
// every change of a contract changes its snapshot.
const unitTests = (copy) => tests(copy, '--no-match-contract', 'Gas|Invariants');
const stages = [
  (copy, name) => tests(copy, '--match-path', `test/${name.split('-')[0]}*.t.sol`),
  unitTests,
  (copy) => tests(copy, '--match-contract', 'Invariants'),
];

/** Returns what became of the mutant: killed, lives, or why it could not be tried. */
const verdict = async (copy, name) => {
  cpSync(path.join(root, 'src'), path.join(copy, 'src'), { recursive: true });
  const applied = await run(copy, 'git', ['apply', path.join(folder, name)]);
  if (applied.status !== 0) return `DOES NOT APPLY: ${applied.output.trim()}`;
  for (const stage of stages) {
    const { status, output } = await stage(copy, name);
    if (/Compiler run failed/.test(output)) return 'DOES NOT COMPILE';
    if (status === 0 || /No tests (found|match)/.test(output)) continue;
    return `killed by ${/^\[FAIL.*\] (\w+)\(/m.exec(output)?.[1] ?? 'setUp'}`;
  }
  return 'LIVES';
};

const first = path.join(workshop, '1');
const binaries = path.join(root, 'node_modules', '@foundry-rs');
for (const entry of ['foundry.toml', 'src', 'test', 'script', 'package.json', 'node_modules']) {
  cpSync(path.join(root, entry), path.join(first, entry), { recursive: true, filter: (from) => from !== binaries });
}
console.log(`the tests without any mutant, then ${patches.length} mutants`);
const untouched = await unitTests(first);
if (untouched.status !== 0) {
  console.error(`MUTANTS_NO_BASE: the tests fail without any mutant; mend them first\n${untouched.output}`);
  process.exit(2);
}

const waiting = [...patches];
const survivors = [];
let done = 0;
const work = async (copy) => {
  for (let name = waiting.shift(); name; name = waiting.shift()) {
    const what = readFileSync(path.join(folder, name), 'utf8').split('\n', 1)[0];
    const result = await verdict(copy, name);
    if (!result.startsWith('killed')) survivors.push(name);
    done += 1;
    console.log(`${done}/${patches.length} ${name}: ${what} -> ${result}`);
  }
};
const second = path.join(workshop, '2');
cpSync(first, second, { recursive: true });
await Promise.all([work(first), work(second)]);

console.log(`killed ${patches.length - survivors.length} of ${patches.length} mutants`);
if (survivors.length > 0) {
  console.error(`MUTANTS_LIVE: ${survivors.sort().join(' ')}; add a test that fails on each, or mend the patch`);
  process.exit(1);
}
