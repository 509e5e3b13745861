package dev.tributary.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Ports that nobody listens on, for servers that must know theirs before they start.
 *
 * <p>They lie below those that an operating system gives to whoever asks for any: otherwise a connection, or a server of
 * another program, could be given one before its server listens, or while that is down for a moment.
 */
final class FreePorts {
    private static final int LEAST = 15_000;
    private static final int BEYOND = 32_000;
    private static final int ATTEMPTS = 1_000;

    private FreePorts() {}

    /** Distinct ports of the loopback address that were free a moment ago. */
    static List<Integer> take(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(listen());
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new StackException(
                    "NO_FREE_PORT",
                    "No free port on the loopback address.",
                    String.valueOf(e.getMessage()),
                    "Allow this program to listen on 127.0.0.1, then start it again.",
                    e);
        } finally {
            held.forEach(FreePorts::release);
        }
    }

    private static ServerSocket listen() throws IOException {
        SplittableRandom random = new SplittableRandom();
        for (int attempt = 1; ; attempt++) {
            try {
                return new ServerSocket(random.nextInt(LEAST, BEYOND), 1, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("Cannot close a socket that was only bound", e);
        }
    }
}
