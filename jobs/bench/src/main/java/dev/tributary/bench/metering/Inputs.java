package dev.tributary.bench.metering;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the process that generates the workload leaves for those that run it, in one directory. */
record Inputs(Path directory) {
    Path usage() {
        return directory.resolve("usage");
    }

    /** Where those that run it may leave state. */
    Path checkpoints() {
        return directory.resolve("checkpoints");
    }

    void writeChain(List<byte[]> records, BigInteger revenueMicro) throws IOException {
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(chain()))) {
            out.writeUTF(revenueMicro.toString());
            out.writeInt(records.size());
            for (byte[] record : records) {
                out.writeInt(record.length);
                out.write(record);
            }
        }
    }

    BigInteger revenueMicro() throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(chain()))) {
            return new BigInteger(in.readUTF());
        }
    }

    List<byte[]> readChain() throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(chain()))) {
            in.readUTF();
            int count = in.readInt();
            List<byte[]> records = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                records.add(in.readNBytes(in.readInt()));
            }
            return records;
        }
    }

    private Path chain() {
        return directory.resolve("chain");
    }

    /** Generates the workload into the directory and the broker; returns what its lines add up to. */
    Sums generate(Workload workload, Logs logs) throws IOException {
        UsageEvents events = new UsageEvents(workload);
        Sums expected;
        try (UsageFile file = new UsageFile(usage())) {
            expected = events.write(record -> {
                file.append(record);
                logs.append(record);
            });
        }
        List<byte[]> chain = ChainHistory.of(workload, events.gatewayAddresses(), events.payerAddresses());
        writeChain(chain, Expected.revenueMicro(workload, expected));
        logs.chain(chain);
        return expected;
    }
}
