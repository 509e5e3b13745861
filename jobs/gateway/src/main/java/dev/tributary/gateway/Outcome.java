package dev.tributary.gateway;

/** How the inference call ended; for analytics only. */
public enum Outcome {
    OK("ok"),
    ERROR("error");

    private final String text;

    Outcome(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
