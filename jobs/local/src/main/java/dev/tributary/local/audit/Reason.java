package dev.tributary.local.audit;

/** Why usage was refused. */
enum Reason {
    TOO_LARGE,
    MALFORMED_HEADER,
    WRONG_PARTITION,
    SIGNATURE_INVALID,
    MALFORMED_JSON,
    SEQUENCE_CONFLICT,
    SEQUENCE_STALE,
    LINE_INVALID,
    FUTURE,
    TOO_OLD,
    MODEL_UNKNOWN
}
