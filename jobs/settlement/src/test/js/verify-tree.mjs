// Loads published trees with OpenZeppelin's library, which knows nothing of ours, and checks roots and proofs.
// usage: node verify-tree.mjs CONTRACTS_FOLDER FILE...   (each file: {"dump", "root", "proofs": [{"value", "proof"}]})
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [contracts, ...files] = process.argv.slice(2);
const { StandardMerkleTree } = createRequire(resolve(contracts, "package.json"))("@openzeppelin/merkle-tree");

for (const file of files) {
  const { dump, root, proofs } = JSON.parse(readFileSync(file, "utf8"));
  const tree = StandardMerkleTree.load(dump);
  tree.validate();
  const places = new Map([...tree.entries()].map(([place, value]) => [value.join(), place]));
  if (tree.root !== root) throw new Error(`${file}: root ${root}, the library has ${tree.root}`);
  if (places.size !== proofs.length) throw new Error(`${file}: ${proofs.length} proofs for ${places.size} leaves`);
  for (const { value, proof } of proofs) {
    const expected = tree.getProof(places.get(value.join()));
    const same = JSON.stringify(expected) === JSON.stringify(proof);
    if (!same || !StandardMerkleTree.verify(root, dump.leafEncoding, value, proof)) {
      throw new Error(`${file}: the proof of ${value} is wrong`);
    }
  }
  console.log(`${proofs.length} proofs`);
}
