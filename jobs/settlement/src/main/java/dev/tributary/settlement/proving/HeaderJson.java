package dev.tributary.settlement.proving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;

/** Reads the header that the committer stored. Its text must be the canonical form of what is read. */
public final class HeaderJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private HeaderJson() {}

    /** @throws SettlementException {@link Problem#HEADER_MISMATCH} when it is no header, or not in canonical form */
    public static BatchHeader parse(long epoch, String text) {
        BatchHeader header;
        try {
            header = JSON.readValue(text, BatchHeader.class);
        } catch (JsonProcessingException e) {
            throw mismatch(epoch, "it is no batch header: " + e.getOriginalMessage());
        }
        if (!header.toCanonicalJson().equals(text)) {
            throw mismatch(epoch, "it is not in canonical form");
        }
        return header;
    }

    private static SettlementException mismatch(long epoch, String why) {
        return new SettlementException(
                Problem.HEADER_MISMATCH,
                "The header of epoch " + epoch + " cannot be used: " + why
                        + ". It was not written by a RoyaltyJob of this version; compare sealed_period with a replay.");
    }
}
