// Builds the tree and every proof with OpenZeppelin's library, some times over, and says how long it took: a line of JSON each.
// usage: node merkle-tree.mjs CONTRACTS_FOLDER LEAVES ROUNDS   (LEAVES: a line each, "account token amount")
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [contracts, file, rounds] = process.argv.slice(2);
const { StandardMerkleTree } = createRequire(resolve(contracts, "package.json"))("@openzeppelin/merkle-tree");
const values = readFileSync(file, "utf8").trimEnd().split("\n").map(line => line.split(" "));

for (let round = 0; round < Number(rounds); round++) {
  const began = performance.now();
  const tree = StandardMerkleTree.of(values, ["address", "address", "uint256"]);
  const built = performance.now();
  const proofs = values.map((_, place) => tree.getProof(place));
  const ended = performance.now();
  const hash = createHash("sha256");
  for (const proof of proofs) for (const sibling of proof) hash.update(sibling.slice(2), "hex");
  console.log(JSON.stringify({
    treeSeconds: (built - began) / 1000,
    proofsSeconds: (ended - built) / 1000,
    root: tree.root,
    proofs: "0x" + hash.digest("hex"),
  }));
}
