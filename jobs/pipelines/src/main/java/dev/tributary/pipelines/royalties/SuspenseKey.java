package dev.tributary.pipelines.royalties;

/** What is held for one freeze of a model is held in one token. */
public record SuspenseKey(String token, int freeze) {}
