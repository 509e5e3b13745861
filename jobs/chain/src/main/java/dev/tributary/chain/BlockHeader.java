package dev.tributary.chain;

import java.math.BigInteger;

/**
 * What a block says about itself.
 *
 * @param hash lower-case 0x form, as is {@code parentHash}
 * @param timestampSeconds seconds since 1970
 * @param logsBloom bloom filter over addresses and topics of the block's logs, 256 bytes in 0x form
 * @param baseFeeWei price per gas every transaction of the block paid at least; zero before EIP-1559
 */
public record BlockHeader(
        long number, String hash, String parentHash, long timestampSeconds, String logsBloom, BigInteger baseFeeWei) {}
