package dev.tributary.bench.metering;

import dev.tributary.pipelines.metering.UsageRecord;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The usage log of a run in a file, for the processes that read it from memory. */
final class UsageFile implements Closeable {
    private static final int BUFFER = 1 << 20;

    private final DataOutputStream out;

    UsageFile(Path file) throws IOException {
        out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
    }

    void append(UsageRecord record) throws IOException {
        out.writeInt(record.partition());
        out.writeLong(record.offset());
        out.writeLong(record.appendTimeMillis());
        out.writeBoolean(record.heartbeat());
        if (!record.heartbeat()) {
            out.writeUTF(String.valueOf(record.gateway()));
            out.writeUTF(String.valueOf(record.sequence()));
            out.writeUTF(String.valueOf(record.signature()));
        }
        out.writeInt(record.value().length);
        out.write(record.value());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    static List<UsageRecord> read(Path file) throws IOException {
        List<UsageRecord> records = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
            while (true) {
                records.add(read(in));
            }
        } catch (EOFException end) {
            return records;
        }
    }

    private static UsageRecord read(DataInputStream in) throws IOException {
        int partition = in.readInt();
        long offset = in.readLong();
        long appendMillis = in.readLong();
        boolean heartbeat = in.readBoolean();
        return new UsageRecord(
                partition,
                offset,
                appendMillis,
                heartbeat ? null : in.readUTF(),
                heartbeat ? null : in.readUTF(),
                heartbeat ? null : in.readUTF(),
                heartbeat,
                in.readNBytes(in.readInt()));
    }
}
