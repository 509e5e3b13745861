package dev.tributary.settlement.serving;

import dev.tributary.domain.settlement.CanonicalJson;
import dev.tributary.settlement.ledger.AcceptedProofs;
import dev.tributary.settlement.ledger.ClaimedAmounts;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.StoredProof;
import dev.tributary.settlement.ledger.VaultId;
import io.javalin.http.Context;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** {@code /v1/claims/{account}}: everything that the vault wants to see for a claim. */
final class ClaimsAnswer {
    private final Ledger ledger;
    private final VaultId vault;

    private record Claims(List<StoredProof> proofs, Map<String, BigInteger> claimed) {}

    ClaimsAnswer(Ledger ledger, VaultId vault) {
        this.ledger = ledger;
        this.vault = vault;
    }

    void answer(Context context) {
        String account = new Question(context).account();
        Claims claims = ledger.read(session ->
                new Claims(new AcceptedProofs(vault).of(session, account), ClaimedAmounts.of(session, vault, account)));
        if (claims.proofs().isEmpty()) {
            throw new Failure(
                    FailureCode.NOT_FOUND,
                    "The account " + account + " has nothing in the last accepted epoch.",
                    "Ask again when a later epoch is accepted; /v1/epochs shows where the epochs stand.");
        }
        StoredProof any = claims.proofs().get(0);
        Answer.json(
                context,
                CanonicalJson.write(Map.of(
                        "chainId",
                        vault.chainId(),
                        "vault",
                        vault.address(),
                        "account",
                        account,
                        "epoch",
                        any.epoch(),
                        "root",
                        any.root(),
                        "claims",
                        claims.proofs().stream()
                                .map(proof -> claim(proof, claims.claimed()))
                                .toList())),
                Answer.REVALIDATE);
    }

    private static Map<String, Object> claim(StoredProof proof, Map<String, BigInteger> claimedByToken) {
        BigInteger cumulative = proof.leaf().cumulative();
        BigInteger claimed = claimedByToken.getOrDefault(proof.leaf().token(), BigInteger.ZERO);
        return Map.of(
                "token", proof.leaf().token(),
                "cumulative", cumulative,
                "claimed", claimed,
                // A claim against an epoch that is accepted, but not yet so for us, may be ahead of what we publish.
                "claimable", cumulative.subtract(claimed).max(BigInteger.ZERO),
                "proof", proof.siblings());
    }
}
