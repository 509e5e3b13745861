package dev.tributary.gateway;

import dev.tributary.gateway.GatewayException.Code;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reports on disk from before they are sent until the broker has them, and the sequence from which the next one gets its
 * number. Not thread-safe.
 *
 * <p>A report is on disk (fsync) when {@link #append} returns. A torn tail, left by a crash in the middle of that, was
 * never sent and is cut off; sequences then go on after a gap, so that one is not used twice even if the tail was worn
 * by a bad disk.
 */
final class ReportSpool implements Closeable {
    private static final String SUFFIX = ".spool";
    private static final long GAP_AFTER_TORN_TAIL = 1 << 10;
    private static final byte[] NOTHING = {};

    private final Path directory;
    private final byte[] gateway;
    private final long segmentBytes;
    private final FileChannel lockFile;
    private final Deque<SpoolSegment> segments = new ArrayDeque<>();
    private final Deque<Entry> pending = new ArrayDeque<>();
    private long pendingBytes;
    private long nextSequence;

    private record Entry(SpoolSegment segment, long sequence, long payloadAt, int payloadLength) {}

    private ReportSpool(Path directory, byte[] gateway, long segmentBytes, FileChannel lockFile) {
        this.directory = directory;
        this.gateway = gateway.clone();
        this.segmentBytes = segmentBytes;
        this.lockFile = lockFile;
    }

    /**
     * Opens the spool of a gateway, or begins it.
     *
     * @param firstSequence of a spool that does not exist yet
     * @param segmentBytes size at which the next file is begun
     */
    static ReportSpool open(Path directory, byte[] gateway, long firstSequence, long segmentBytes) {
        FileChannel lockFile = lock(directory);
        ReportSpool spool = new ReportSpool(directory, gateway, segmentBytes, lockFile);
        try {
            spool.recover(firstSequence);
            return spool;
        } catch (IOException e) {
            spool.closeQuietly();
            throw new GatewayException(
                    Code.SPOOL_UNUSABLE, "the spool " + directory + " cannot be read; check the disk", e);
        } catch (GatewayException e) {
            spool.closeQuietly();
            throw e;
        }
    }

    private static FileChannel lock(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel channel =
                    FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                return channel;
            }
            channel.close();
        } catch (IOException e) {
            throw new GatewayException(
                    Code.SPOOL_UNUSABLE,
                    "the spool directory " + directory + " cannot be used; check that it can be written",
                    e);
        }
        throw new GatewayException(
                Code.SPOOL_LOCKED,
                "another reporter uses the spool " + directory + "; two would give out the same sequences, so stop it"
                        + " or use another directory and key");
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            // Held by the channel until it is closed.
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private void recover(long firstSequence) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(directory)) {
            files = found.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
        nextSequence = firstSequence;
        for (int i = 0; i < files.size(); i++) {
            recover(files.get(i), i == files.size() - 1);
        }
        if (segments.isEmpty()) {
            beginSegment();
        }
        dropAcknowledgedSegments();
    }

    private void recover(Path file, boolean isLast) throws IOException {
        SpoolSegment segment = SpoolSegment.open(file, gateway);
        if (segment == null) {
            if (!isLast) {
                throw corrupt(file);
            }
            Files.delete(file);
            return;
        }
        segments.add(segment);
        nextSequence = segment.firstSequence();
        boolean torn = segment.recover((kind, sequence, payloadAt, payloadLength) -> {
            if (kind == SpoolSegment.ACKNOWLEDGED) {
                dropUpTo(sequence);
            } else {
                pending.add(new Entry(segment, sequence, payloadAt, payloadLength));
                pendingBytes += payloadLength;
                nextSequence = sequence + 1;
            }
        });
        if (torn && !isLast) {
            throw corrupt(file);
        }
        if (torn) {
            nextSequence += GAP_AFTER_TORN_TAIL;
            beginSegment();
        }
    }

    private static GatewayException corrupt(Path file) {
        return new GatewayException(
                Code.SPOOL_CORRUPT,
                "the spool file " + file + " is damaged before its end, so reports in it may be lost; restore it, or"
                        + " move it away to go on without them");
    }

    /** The sequence that the next report has to be signed under. */
    long nextSequence() {
        return nextSequence;
    }

    /** Puts a report on disk. */
    void append(SpooledReport report) throws IOException {
        if (segments.getLast().size() >= segmentBytes) {
            beginSegment();
            dropAcknowledgedSegments();
        }
        SpoolSegment segment = segments.getLast();
        long payloadAt =
                segment.append(SpoolSegment.REPORT, report.sequence(), report.signature(), report.value(), true);
        int payloadLength = report.signature().length + report.value().length;
        pending.add(new Entry(segment, report.sequence(), payloadAt, payloadLength));
        pendingBytes += payloadLength;
        nextSequence = report.sequence() + 1;
    }

    /** The oldest report that the broker is not known to have. */
    @Nullable
    SpooledReport oldest() throws IOException {
        Entry entry = pending.peek();
        if (entry == null) {
            return null;
        }
        byte[] payload = entry.segment.payload(entry.payloadAt, entry.payloadLength);
        return new SpooledReport(
                entry.sequence,
                Arrays.copyOf(payload, GatewayKey.SIGNATURE_BYTES),
                Arrays.copyOfRange(payload, GatewayKey.SIGNATURE_BYTES, payload.length));
    }

    /** The broker has all reports up to this one. Forgetting that in a power cut only sends some of them again. */
    void acknowledge(long sequence) throws IOException {
        dropUpTo(sequence);
        segments.getLast().append(SpoolSegment.ACKNOWLEDGED, sequence, NOTHING, NOTHING, false);
        dropAcknowledgedSegments();
    }

    int pendingReports() {
        return pending.size();
    }

    long pendingBytes() {
        return pendingBytes;
    }

    private void dropUpTo(long sequence) {
        for (Entry entry = pending.peek();
                entry != null && Long.compareUnsigned(entry.sequence, sequence) <= 0;
                entry = pending.peek()) {
            pendingBytes -= entry.payloadLength;
            pending.remove();
        }
    }

    private void beginSegment() throws IOException {
        String name = String.format("%20s", Long.toUnsignedString(nextSequence)).replace(' ', '0');
        segments.add(SpoolSegment.create(directory.resolve(name + SUFFIX), gateway, nextSequence));
    }

    private void dropAcknowledgedSegments() throws IOException {
        Entry oldest = pending.peek();
        SpoolSegment needed = oldest == null ? segments.getLast() : oldest.segment;
        while (segments.getFirst() != needed) {
            segments.removeFirst().delete();
        }
    }

    @Override
    public void close() throws IOException {
        for (SpoolSegment segment : segments) {
            segment.close();
        }
        lockFile.close();
    }

    private void closeQuietly() {
        try {
            close();
        } catch (IOException e) {
            // The failure that led here says more.
        }
    }
}
