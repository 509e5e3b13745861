package dev.tributary.domain.usage;

/** Why a report or a line was refused, in the order of the checks. The names are a stable interface. */
public enum RejectReason {
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
    MODEL_UNKNOWN,
    GATEWAY_UNAUTHORISED,
    GATEWAY_NOT_ALLOWED,
    PASS_INVALID,
    LIMIT_EXCEEDED
}
