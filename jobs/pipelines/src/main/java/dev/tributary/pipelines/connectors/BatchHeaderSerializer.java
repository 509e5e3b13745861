package dev.tributary.pipelines.connectors;

import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.settlement.TokenTotals;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Headers that wait in a checkpoint for their commit. A new form gets a new version; old ones stay readable. */
final class BatchHeaderSerializer implements SimpleVersionedSerializer<BatchHeader> {
    private static final int VERSION = 1;
    private static final int INITIAL_BYTES = 1_024;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(BatchHeader header) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(INITIAL_BYTES);
        out.writeLong(header.chainId());
        out.writeUTF(header.vault());
        out.writeLong(header.epoch());
        out.writeLong(header.periodStartMillis());
        out.writeLong(header.periodEndMillis());
        out.writeLong(header.lineCount());
        out.writeUTF(header.linesHash());
        out.writeInt(header.tokens().size());
        for (TokenTotals totals : header.tokens()) {
            write(totals, out);
        }
        out.writeInt(header.firstOffsetsAfter().size());
        for (long offset : header.firstOffsetsAfter()) {
            out.writeLong(offset);
        }
        out.writeLong(header.firstFinalizedBlockAfter());
        return out.getCopyOfBuffer();
    }

    @Override
    public BatchHeader deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException("COMMITTABLE_VERSION_UNKNOWN: the checkpoint holds batch headers of version "
                    + version + ", this job reads version " + VERSION + ". Restore with the release that wrote it.");
        }
        DataInputDeserializer in = new DataInputDeserializer(serialized);
        return new BatchHeader(
                in.readLong(),
                in.readUTF(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readUTF(),
                readTokens(in),
                readOffsets(in),
                in.readLong());
    }

    private static List<TokenTotals> readTokens(DataInputDeserializer in) throws IOException {
        List<TokenTotals> tokens = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            tokens.add(new TokenTotals(
                    in.readUTF(),
                    readInteger(in),
                    readInteger(in),
                    readInteger(in),
                    readInteger(in),
                    readInteger(in),
                    readInteger(in),
                    readInteger(in),
                    readInteger(in),
                    readInteger(in),
                    readInteger(in),
                    readInteger(in),
                    readInteger(in)));
        }
        return tokens;
    }

    private static List<Long> readOffsets(DataInputDeserializer in) throws IOException {
        List<Long> offsets = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            offsets.add(in.readLong());
        }
        return offsets;
    }

    private static void write(TokenTotals totals, DataOutputSerializer out) throws IOException {
        out.writeUTF(totals.token());
        write(totals.linesNumerator(), out);
        write(totals.revenueMicro(), out);
        write(totals.feeNumerator(), out);
        write(totals.royaltiesNumerator(), out);
        write(totals.unfundedMicro(), out);
        write(totals.voidMicro(), out);
        write(totals.writtenOffMicro(), out);
        write(totals.saleMicro(), out);
        write(totals.withdrawnMicro(), out);
        write(totals.receivedMicro(), out);
        write(totals.balancesMicro(), out);
        write(totals.suspenseNumerator(), out);
    }

    private static void write(BigInteger integer, DataOutputSerializer out) throws IOException {
        byte[] bytes = integer.toByteArray();
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static BigInteger readInteger(DataInputDeserializer in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new BigInteger(bytes);
    }
}
