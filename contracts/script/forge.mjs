#!/usr/bin/env node
// Runs the installed forge and ends with its exit code: the npm package's own launcher always ends with 0, so that a
// failed build or test would pass unseen.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import os from 'node:os';

const architecture = { x64: 'amd64', arm64: 'arm64' }[process.arch] ?? process.arch;
const forgePackage = `@foundry-rs/forge-${process.platform}-${architecture}`;
const executable = process.platform === 'win32' ? 'forge.exe' : 'forge';

const locate = () => {
  try {
    return createRequire(import.meta.url).resolve(`${forgePackage}/bin/${executable}`);
  } catch {
    console.error(`FORGE_NOT_INSTALLED: ${forgePackage} is missing; run \`npm ci\` in contracts/ on a platform it exists for`);
    return process.exit(127);
  }
};

const { status, signal } = spawnSync(locate(), process.argv.slice(2), { stdio: 'inherit' });
process.exit(status ?? 128 + (os.constants.signals[signal] ?? 0));
