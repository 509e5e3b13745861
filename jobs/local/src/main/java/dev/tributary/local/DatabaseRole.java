package dev.tributary.local;

/** The roles that the programs sign in with, each with no more rights than its program needs. */
public enum DatabaseRole {
    /** Owns the schema; runs the migrations and nothing else. */
    MIGRATOR("tributary_migrator"),
    /** The Flink jobs. */
    JOBS("tributary_jobs"),
    /** The settlement run. */
    SETTLEMENT("tributary_settlement"),
    /** Dashboards, people and the endpoint: what is published. */
    READ("tributary_read");

    private final String user;

    DatabaseRole(String user) {
        this.user = user;
    }

    public String user() {
        return user;
    }
}
