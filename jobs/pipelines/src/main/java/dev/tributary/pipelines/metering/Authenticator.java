package dev.tributary.pipelines.metering;

import dev.tributary.domain.money.Hex;
import dev.tributary.domain.usage.RejectReason;
import dev.tributary.domain.usage.UsagePartition;
import dev.tributary.domain.usage.UsageReportDigest;
import dev.tributary.pipelines.metering.Authentication.Authentic;
import dev.tributary.pipelines.metering.Authentication.Refused;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** The checks that come before a report is parsed, in the order of the protocol. */
final class Authenticator {
    static final int LARGEST_REPORT_BYTES = 1 << 20;

    private final MeteringSettings settings;
    private final @Nullable UsageReportDigest reportDigest;
    private final MessageDigest sha256;

    Authenticator(MeteringSettings settings) {
        this.settings = settings;
        this.reportDigest = settings.gatewayRegistry().isEmpty()
                ? null
                : new UsageReportDigest(settings.chainId(), settings.gatewayRegistry());
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    Authentication authenticate(UsageRecord record) {
        if (record.value().length > LARGEST_REPORT_BYTES) {
            return new Refused(
                    RejectReason.TOO_LARGE,
                    "the report has " + record.value().length + " bytes, more than " + LARGEST_REPORT_BYTES);
        }
        String gateway = record.gateway();
        if (gateway == null || !ReportHeaders.isGateway(gateway)) {
            return malformed("gateway", "0x and 40 lower-case hex digits");
        }
        String sequence = record.sequence();
        if (sequence == null || !ReportHeaders.isSequence(sequence)) {
            return malformed("sequence", "a decimal uint64 without leading zeros");
        }
        String signature = record.signature();
        if (signature == null || !ReportHeaders.isSignature(signature)) {
            return malformed("signature", "0x and 130 hex digits");
        }
        return authenticate(record, gateway, sequence, signature);
    }

    private static Refused malformed(String header, String form) {
        return new Refused(
                RejectReason.MALFORMED_HEADER, "the header " + header + " is not given exactly once as " + form);
    }

    private Authentication authenticate(UsageRecord record, String gateway, String sequence, String signature) {
        int partition = UsagePartition.of(gateway, settings.partitions());
        if (partition != record.partition()) {
            return new Refused(
                    RejectReason.WRONG_PARTITION,
                    "the gateway belongs to partition " + partition + " of " + settings.partitions());
        }
        long sequenceNumber = Long.parseUnsignedLong(sequence);
        byte[] contentHash = sha256.digest(record.value());
        if (settings.checkSignatures() && !isSigned(gateway, sequenceNumber, contentHash, signature)) {
            return new Refused(
                    RejectReason.SIGNATURE_INVALID,
                    "the signature is not the gateway's over this sequence and these bytes");
        }
        return new Authentic(gateway, sequenceNumber, contentHash);
    }

    private boolean isSigned(String gateway, long sequence, byte[] contentHash, String signature) {
        if (reportDigest == null) {
            return false; // without a registry there is no domain to sign in
        }
        byte[] signer = Hex.bytes(gateway);
        return EthereumSignature.isBy(signer, reportDigest.digest(signer, sequence, contentHash), Hex.bytes(signature));
    }
}
