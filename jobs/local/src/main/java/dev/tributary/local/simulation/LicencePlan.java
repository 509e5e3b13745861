package dev.tributary.local.simulation;

import dev.tributary.local.simulation.PlannedPurchase.End;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is verified, sold, revoked and disputed on the simulated marketplace.
 *
 * @param listings by place of the model
 * @param reporters all that may measure models; a round takes some of them
 * @param purchases in the order of their numbers
 * @param revoked place of the purchase whose pass is revoked after the second phase; -1 for none
 * @param disputed place of the model that is frozen after the second phase and whose earnings go to the claimant
 */
public record LicencePlan(
        List<Listing> listings,
        List<Party> reporters,
        List<PlannedVerification> verifications,
        List<PlannedPurchase> purchases,
        int revoked,
        int disputed,
        Party claimant) {
    /** Reports that complete a round. */
    public static final int QUORUM = 3;

    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    /** Id of the pass that the purchase at this place brings: passes are numbered in the order of the releases. */
    public int pass(int purchase) {
        return (int) purchases.subList(0, purchase + 1).stream()
                .filter(earlier -> earlier.end() == End.RELEASED)
                .count();
    }

    /** The purchase whose pass the payer cites for the model's usage; -1 for none. */
    int cited(int model, int payer) {
        for (int place = 0; place < purchases.size(); place++) {
            PlannedPurchase purchase = purchases.get(place);
            if (purchase.early()
                    && purchase.end() == End.RELEASED
                    && purchase.model() == model
                    && purchase.buyer() == payer) {
                return place;
            }
        }
        return -1;
    }

    /** Who may use the model, by place; null for everybody. */
    @Nullable
    List<Integer> users(int model) {
        if (!listings.get(model).passRequired()) {
            return null;
        }
        return purchases.stream()
                .filter(purchase -> purchase.early() && purchase.model() == model && purchase.end() == End.RELEASED)
                .map(PlannedPurchase::buyer)
                .distinct()
                .toList();
    }

    /** Base units of all purchases that the payer makes. */
    public BigInteger priceOf(int payer) {
        return prices(
                purchases.stream().filter(purchase -> purchase.buyer() == payer).toList());
    }

    public List<PlannedPurchase> ended(End end) {
        return purchases.stream().filter(purchase -> purchase.end() == end).toList();
    }

    public static BigInteger prices(List<PlannedPurchase> purchases) {
        return purchases.stream().map(PlannedPurchase::price).reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** The platform's part of a price, in base units. */
    public static BigInteger feeDown(BigInteger price, long feePpm) {
        return price.multiply(BigInteger.valueOf(feePpm)).divide(MILLION);
    }

    /** Base units that reach the vault: the nets of all released purchases but those whose seller is alone behind them. */
    public BigInteger netToVault(List<PlannedModel> models, long feePpm) {
        return ended(End.RELEASED).stream()
                .filter(purchase -> !belongsToSellerAlone(models.get(purchase.model())))
                .map(purchase -> purchase.price().subtract(feeDown(purchase.price(), feePpm)))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** No ancestors and no other payees: the marketplace pays the seller at once. */
    public static boolean belongsToSellerAlone(PlannedModel model) {
        return model.parents().isEmpty() && model.split().accounts().size() == 1;
    }
}
