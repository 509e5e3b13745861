// Claims everything that an account can claim now, with what `tributary serve` answers and viem alone: what a creator who
// trusts none of our programs would write. Anyone may send the claim; the account is paid.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { createPublicClient, createWalletClient, defineChain, http, parseAbi } from "viem";
import { privateKeyToAccount } from "viem/accounts";

const VAULT = parseAbi([
  "function claim(address account, address token, uint256 cumulative, bytes32 expectedRoot, bytes32[] proof)",
]);
const USAGE = `claim: claims everything that an account can claim now.

  scripts/claim [--api URL] [--rpc URL] [--key-file FILE] ACCOUNT

  --api URL        tributary serve (http://127.0.0.1:8787)
  --rpc URL        node of the vault's chain (http://127.0.0.1:8545)
  --key-file FILE  private key, 0x and 64 hex digits, of who pays the gas; without it the node's first account does
`;

class Refused extends Error {}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      api: { type: "string", default: "http://127.0.0.1:8787" },
      rpc: { type: "string", default: "http://127.0.0.1:8545" },
      "key-file": { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return console.log(USAGE);
  if (positionals.length !== 1) throw new Refused(`USAGE: Give one account.\n\n${USAGE}`);

  const owed = await claims(values.api, positionals[0]);
  const transport = http(values.rpc);
  const reader = createPublicClient({ transport });
  const chainId = await reader.getChainId();
  if (String(chainId) !== owed.chainId) {
    throw new Refused(`CHAIN_ID_MISMATCH: The node is of chain ${chainId}, the vault of chain ${owed.chainId}. Give --rpc.`);
  }
  const chain = defineChain({
    id: chainId,
    name: `chain ${chainId}`,
    nativeCurrency: { name: "gas", symbol: "gas", decimals: 18 },
    rpcUrls: { default: { http: [values.rpc] } },
  });
  const wallet = createWalletClient({ transport, chain, account: await sender(reader, values["key-file"]) });

  for (const { token, cumulative, claimable, proof } of owed.claims) {
    if (claimable === "0") {
      console.log(`nothing new in token ${token}`);
      continue;
    }
    const call = {
      address: owed.vault,
      abi: VAULT,
      functionName: "claim",
      args: [owed.account, token, BigInt(cumulative), owed.root, proof],
    };
    await reader.simulateContract({ ...call, account: wallet.account });
    const hash = await wallet.writeContract(call);
    const receipt = await reader.waitForTransactionReceipt({ hash });
    if (receipt.status !== "success") throw new Refused(`CLAIM_REVERTED: ${hash} was reverted. Ask again for the proof.`);
    console.log(`claimed ${claimable} of token ${token} for ${owed.account} in ${hash}`);
  }
}

async function claims(api, account) {
  const answer = await fetch(`${api}/v1/claims/${account}`);
  const body = await answer.json();
  if (!answer.ok) throw new Refused(`${body.code}: ${body.detail} ${body.remedy}`);
  return body;
}

async function sender(reader, keyFile) {
  if (keyFile) return privateKeyToAccount(readFileSync(keyFile, "utf8").trim());
  const [first] = await reader.request({ method: "eth_accounts" });
  if (!first) throw new Refused("NO_SENDER: The node signs for nobody. Give --key-file.");
  return first;
}

main().catch((e) => {
  console.error(e instanceof Refused ? e.message : `CLAIM_FAILED: ${e.shortMessage ?? e.message} Check --api and --rpc.`);
  process.exitCode = 1;
});
