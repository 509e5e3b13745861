#!/usr/bin/env node
// Keeps abi/<Name>.json, from which the Java bindings are generated, equal to what the compiler gives.
// Writes them; with --check compares only, and exits 1 naming each file that differs. Run `forge build` before.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const CONTRACTS = [
  'AccessPass',
  'GatewayRegistry',
  'Marketplace',
  'ModelRegistry',
  'RoyaltyVault',
  'TestToken',
  'VerificationOracle',
];
const MEND = 'run `npm run abi` in contracts/ and commit contracts/abi';
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const check = process.argv.includes('--check');

const sorted = (value) => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
};

const compiled = (name) => {
  const artifact = path.join(root, 'out', `${name}.sol`, `${name}.json`);
  if (!existsSync(artifact)) {
    console.error(`ABI_NOT_BUILT: ${name} has no compiler output; run \`npm run build\` in contracts/ first`);
    process.exit(2);
  }
  const { abi, bytecode } = JSON.parse(readFileSync(artifact, 'utf8'));
  return sorted({ contractName: name, abi, bytecode: bytecode.object });
};

const signature = (entry) => `${entry.type} ${entry.name ?? ''}(${(entry.inputs ?? []).map((input) => input.type)})`;

const differences = (committed, now) => {
  const before = new Map((committed.abi ?? []).map((entry) => [signature(entry), JSON.stringify(entry)]));
  const after = new Map(now.abi.map((entry) => [signature(entry), JSON.stringify(entry)]));
  return [
    ...[...after.keys()].filter((key) => !before.has(key)).map((key) => `not committed: ${key}`),
    ...[...before.keys()].filter((key) => !after.has(key)).map((key) => `no longer compiled: ${key}`),
    ...[...after].filter(([key, text]) => before.has(key) && before.get(key) !== text).map(([key]) => `changed: ${key}`),
    ...(committed.bytecode === now.bytecode ? [] : ['bytecode differs']),
  ];
};

let failures = 0;
mkdirSync(path.join(root, 'abi'), { recursive: true });
for (const name of CONTRACTS) {
  const file = path.join(root, 'abi', `${name}.json`);
  const now = compiled(name);
  const text = `${JSON.stringify(now, null, 2)}\n`;
  if (!check) {
    writeFileSync(file, text);
    continue;
  }
  const committed = existsSync(file) ? readFileSync(file, 'utf8') : '{}';
  if (committed === text) continue;
  failures += 1;
  console.error(`ABI_DIFFERS: abi/${name}.json is not what the compiler gives`);
  differences(JSON.parse(committed), now).forEach((line) => console.error(`  ${line}`));
}
if (failures > 0) {
  console.error(`${failures} of ${CONTRACTS.length} files differ: ${MEND}`);
  process.exit(1);
}
console.log(`abi/: ${CONTRACTS.length} contracts ${check ? 'match the compiler' : 'written'}`);
