package dev.tributary.pipelines.metering;

import dev.tributary.domain.money.Hex;
import dev.tributary.domain.usage.BookingRule;
import java.io.Serializable;

/**
 * What metering has to know of the deployment.
 *
 * @param topic name of the usage topic, cited in rejected records
 * @param partitions the fixed number of partitions of the usage topic
 * @param chainId chain id of the EIP-712 domain that reports are signed in
 * @param gatewayRegistry verifying contract of that domain, lower-case 0x form; "" where the chain's log names none, and
 *     then no report is authentic
 * @param checkSignatures false only for synthetic logs
 */
public record MeteringSettings(
        String topic,
        int partitions,
        long chainId,
        String gatewayRegistry,
        long grainMillis,
        long periodMillis,
        long graceMillis,
        boolean checkSignatures)
        implements Serializable {

    public MeteringSettings {
        if (partitions <= 0) {
            throw new IllegalArgumentException(
                    "the usage topic must have at least one partition, is configured with " + partitions);
        }
        if (!gatewayRegistry.isEmpty() && !Hex.isAddress(gatewayRegistry)) {
            throw new IllegalArgumentException(
                    "the gateway registry must be a lower-case 0x address, is '" + gatewayRegistry + "'");
        }
        new BookingRule(grainMillis, periodMillis, graceMillis);
    }

    public BookingRule booking() {
        return new BookingRule(grainMillis, periodMillis, graceMillis);
    }
}
