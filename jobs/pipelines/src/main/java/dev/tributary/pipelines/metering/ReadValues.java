package dev.tributary.pipelines.metering;

/** Where the values of the line at hand stand that differ from line to line, in their order. */
final class ReadValues {
    /** A member is given once. */
    static final int MOST = Member.values().length;

    private final Member[] members = new Member[MOST];
    private final int[] from = new int[MOST];
    private final int[] to = new int[MOST];
    private int size;

    void clear() {
        size = 0;
    }

    void add(Member member, int valueFrom, int valueTo) {
        members[size] = member;
        from[size] = valueFrom;
        to[size] = valueTo;
        size++;
    }

    int size() {
        return size;
    }

    Member member(int index) {
        return members[index];
    }

    int from(int index) {
        return from[index];
    }

    int to(int index) {
        return to[index];
    }
}
