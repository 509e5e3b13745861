package dev.tributary.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tributary.gateway.GatewayException.Code;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One append-only file of the spool. All integers are big-endian.
 *
 * <pre>
 *  header:  "TRIBSPL1", gateway (20 bytes), first sequence that it may hold (8), CRC-32C of these (4)
 *  entry:   kind (1), sequence (8), length (4), payload, CRC-32C of these (4)
 *  REPORT:  the payload is the signature (65 bytes) and the value
 *  ACKNOWLEDGED:  all reports up to the sequence are with the broker; no payload
 * </pre>
 */
final class SpoolSegment implements Closeable {
    static final byte REPORT = 1;
    static final byte ACKNOWLEDGED = 2;
    private static final byte[] MAGIC = "TRIBSPL1".getBytes(US_ASCII);
    private static final int GATEWAY_BYTES = 20;
    private static final int HEADER_BYTES = MAGIC.length + GATEWAY_BYTES + Long.BYTES + Integer.BYTES;
    private static final int ENTRY_HEAD_BYTES = 1 + Long.BYTES + Integer.BYTES;
    private static final int CHECKSUM_BYTES = Integer.BYTES;
    private static final int LARGEST_PAYLOAD = GatewayKey.SIGNATURE_BYTES + (1 << 20);

    private final Path file;
    // Not a channel: those close when the thread that calls add() is interrupted.
    private final RandomAccessFile disk;
    private final long firstSequence;
    private long size = HEADER_BYTES;

    private SpoolSegment(Path file, RandomAccessFile disk, long firstSequence) {
        this.file = file;
        this.disk = disk;
        this.firstSequence = firstSequence;
    }

    /** Takes the entries of a segment in their order. */
    interface EntryVisitor {
        void visit(byte kind, long sequence, long payloadAt, int payloadLength);
    }

    static SpoolSegment create(Path file, byte[] gateway, long firstSequence) throws IOException {
        byte[] header = new byte[HEADER_BYTES];
        ByteBuffer.wrap(header).put(MAGIC).put(gateway).putLong(firstSequence);
        seal(header);
        RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw");
        disk.write(header);
        disk.getFD().sync();
        forceDirectory(file);
        return new SpoolSegment(file, disk, firstSequence);
    }

    /** Null when the file was being created as the gateway died, so that not even its header is whole. */
    static @Nullable SpoolSegment open(Path file, byte[] gateway) throws IOException {
        RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw");
        byte[] header = read(disk, 0, HEADER_BYTES);
        if (header == null || !isSealed(header)) {
            disk.close();
            return null;
        }
        if (!Arrays.equals(header, MAGIC.length, MAGIC.length + GATEWAY_BYTES, gateway, 0, GATEWAY_BYTES)) {
            disk.close();
            throw new GatewayException(
                    Code.SPOOL_OF_ANOTHER_GATEWAY,
                    "the spool file " + file + " belongs to another gateway key; give each key its own directory");
        }
        return new SpoolSegment(file, disk, ByteBuffer.wrap(header).getLong(MAGIC.length + GATEWAY_BYTES));
    }

    /**
     * Visits the whole entries; what follows the last of them was being written as the gateway died, and is cut off.
     *
     * @return whether something was cut off
     */
    boolean recover(EntryVisitor visitor) throws IOException {
        for (byte[] entry = entryAt(size); entry != null; entry = entryAt(size)) {
            ByteBuffer fields = ByteBuffer.wrap(entry);
            byte kind = fields.get();
            long sequence = fields.getLong();
            visitor.visit(kind, sequence, size + ENTRY_HEAD_BYTES, fields.getInt());
            size += entry.length;
        }
        if (disk.length() == size) {
            return false;
        }
        disk.setLength(size);
        disk.getFD().sync();
        return true;
    }

    private byte @Nullable [] entryAt(long position) throws IOException {
        byte[] head = read(disk, position, ENTRY_HEAD_BYTES);
        if (head == null) {
            return null;
        }
        int length = ByteBuffer.wrap(head).getInt(1 + Long.BYTES);
        if (length < 0 || length > LARGEST_PAYLOAD) {
            return null;
        }
        byte[] entry = read(disk, position, ENTRY_HEAD_BYTES + length + CHECKSUM_BYTES);
        return entry != null && isSealed(entry) ? entry : null;
    }

    /**
     * Appends an entry, whole or not at all.
     *
     * @return where its payload lies
     */
    long append(byte kind, long sequence, byte[] first, byte[] second, boolean durable) throws IOException {
        int length = first.length + second.length;
        byte[] entry = new byte[ENTRY_HEAD_BYTES + length + CHECKSUM_BYTES];
        ByteBuffer.wrap(entry)
                .put(kind)
                .putLong(sequence)
                .putInt(length)
                .put(first)
                .put(second);
        seal(entry);
        try {
            disk.seek(size);
            disk.write(entry);
            if (durable) {
                disk.getFD().sync();
            }
        } catch (IOException e) {
            disk.setLength(size);
            throw e;
        }
        long payloadAt = size + ENTRY_HEAD_BYTES;
        size += entry.length;
        return payloadAt;
    }

    byte[] payload(long position, int length) throws IOException {
        byte[] payload = read(disk, position, length);
        if (payload == null) {
            throw new IOException("the spool file " + file + " has become shorter");
        }
        return payload;
    }

    long size() {
        return size;
    }

    long firstSequence() {
        return firstSequence;
    }

    @Override
    public void close() throws IOException {
        disk.close();
    }

    void delete() throws IOException {
        disk.close();
        Files.delete(file);
    }

    private static byte @Nullable [] read(RandomAccessFile disk, long position, int length) throws IOException {
        if (position + length > disk.length()) {
            return null;
        }
        byte[] bytes = new byte[length];
        disk.seek(position);
        disk.readFully(bytes);
        return bytes;
    }

    /** A new file survives a power cut only when its directory entry does. */
    private static void forceDirectory(Path file) throws IOException {
        Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void seal(byte[] bytes) {
        int checked = bytes.length - CHECKSUM_BYTES;
        ByteBuffer.wrap(bytes).putInt(checked, checksum(bytes, checked));
    }

    private static boolean isSealed(byte[] bytes) {
        int checked = bytes.length - CHECKSUM_BYTES;
        return ByteBuffer.wrap(bytes).getInt(checked) == checksum(bytes, checked);
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
