package dev.tributary.settlement.serving;

/** Stable codes of answers that are not what was asked for, with their status and title. */
public enum FailureCode {
    INVALID_ADDRESS(400, "This is no address"),
    INVALID_MODEL_ID(400, "This is no model id"),
    INVALID_EPOCH(400, "This is no epoch"),
    INVALID_PARAMETER(400, "A query parameter cannot be used"),
    NOT_FOUND(404, "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "This endpoint only reads"),
    BUSY(503, "Too much is asked at once"),
    NOT_READY(503, "The endpoint is not ready"),
    DATABASE_UNAVAILABLE(503, "The database does not answer"),
    STATEMENT_NOT_WHOLE(500, "The reasons do not add up to what the batch says"),
    INTERNAL(500, "A defect of the endpoint");

    private final int status;
    private final String title;

    FailureCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }
}
