package io.p13n.reactor;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The wire between a client and a server on this machine, which can be cut. */
final class Wire implements Closeable {

    private final ServerSocket entrance;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private final int server;
    private volatile boolean isCut;

    Wire(int server) throws IOException {
        this(server, 0, false);
    }

    /** Stands where a server stood, and refuses who looks for it. */
    static Wire insteadOf(int server) throws IOException {
        return new Wire(server, server, true);
    }

    private Wire(int server, int port, boolean isCut) throws IOException {
        this.entrance = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        this.server = server;
        this.isCut = isCut;
        start(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** Breaks all connections, and refuses further ones. */
    void cut() {
        isCut = true;
        ends.forEach(Wire::close);
        ends.clear();
    }

    void mend() {
        isCut = false;
    }

    /** How often a client has tried in vain. */
    int refused() {
        return refused.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = entrance.accept();
                if (isCut) {
                    refused.incrementAndGet();
                    close(client);
                } else {
                    Socket onward = new Socket(InetAddress.getLoopbackAddress(), server);
                    ends.add(client);
                    ends.add(onward);
                    start(() -> copy(client, onward));
                    start(() -> copy(onward, client));
                }
            }
        } catch (IOException ended) {
            cut();
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException cut) {
            // Both ends are closed.
        }
    }

    private static void start(Runnable work) {
        var thread = new Thread(work, "wire");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is.
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }
}
