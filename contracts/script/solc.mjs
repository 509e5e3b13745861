#!/usr/bin/env node
// Lets forge compile with the npm compiler: no native solc has to be downloaded, and package-lock.json pins the version.
import { readFileSync } from 'node:fs';
import solc from 'solc';

if (process.argv.includes('--version')) {
  console.log(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}`);
} else {
  process.stdout.write(solc.compile(readFileSync(0, 'utf8')));
}
