package dev.tributary.domain.royalty;

import java.util.List;

/** Who is behind a model: distinct accounts and their shares in basis points, which sum to 10 000. */
public record Split(List<String> accounts, List<Integer> basisPoints) {
    public static final int WHOLE = 10_000;
    private static final int MOST_ACCOUNTS = 64;

    public Split {
        if (accounts.size() != basisPoints.size() || accounts.isEmpty() || accounts.size() > MOST_ACCOUNTS) {
            throw new IllegalArgumentException("a split has 1 to 64 accounts with a share each, got " + accounts.size()
                    + " and " + basisPoints.size());
        }
        int sum = basisPoints.stream().mapToInt(Integer::intValue).sum();
        if (sum != WHOLE || basisPoints.stream().anyMatch(share -> share <= 0)) {
            throw new IllegalArgumentException("shares of a split are positive and sum to 10000, got " + basisPoints);
        }
    }

    public static Split wholeTo(String account) {
        return new Split(List.of(account), List.of(WHOLE));
    }
}
