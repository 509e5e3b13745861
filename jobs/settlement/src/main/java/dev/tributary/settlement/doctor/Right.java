package dev.tributary.settlement.doctor;

/**
 * What a role may do with something in the schema.
 *
 * @param object table or view, or {@link #FUNCTION} and a name, or {@link #SCHEMA}
 * @param column "" for the whole object
 * @param privilege SELECT, INSERT, ... in upper case
 */
record Right(String role, String object, String column, String privilege) implements Comparable<Right> {
    /** Stands for the schema itself. */
    static final String SCHEMA = "the schema";

    /** Begins the name of a function. */
    static final String FUNCTION = "function ";

    /** As in a grant, without the role. */
    String text() {
        return privilege + (column.isEmpty() ? "" : " (" + column + ")") + " on " + object;
    }

    @Override
    public int compareTo(Right other) {
        return (role + text()).compareTo(other.role + other.text());
    }
}
