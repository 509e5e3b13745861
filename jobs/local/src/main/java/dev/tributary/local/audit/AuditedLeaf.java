package dev.tributary.local.audit;

import java.math.BigInteger;

/** @param cumulative base units the account may ever have claimed */
public record AuditedLeaf(String account, String token, BigInteger cumulative) {}
