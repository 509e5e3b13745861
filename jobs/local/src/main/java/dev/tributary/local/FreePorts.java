package dev.tributary.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports that nobody listens on, for servers that must know theirs before they start. */
final class FreePorts {
    private FreePorts() {}

    /** Distinct ports of the loopback address that were free a moment ago. */
    static List<Integer> take(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
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

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("Cannot close a socket that was only bound", e);
        }
    }
}
