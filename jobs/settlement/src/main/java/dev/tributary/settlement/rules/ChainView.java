package dev.tributary.settlement.rules;

/** The vault at the newest finalized block and at the latest one. Only the first is beyond doubt. */
public record ChainView(VaultView finalized, VaultView latest) {}
