package io.p13n.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP port of 127.0.0.1. */
public final class LoopbackPort {

    private static final int CONNECT_MILLIS = 500;

    private static final Set<Integer> TOLD = ConcurrentHashMap.newKeySet();

    private LoopbackPort() {}

    /** A port that nobody listened on a moment ago, and that this method has not told before. */
    public static int free() {
        int port = unused();
        while (!TOLD.add(port)) {
            port = unused();
        }
        return port;
    }

    /** The system may give the same one again, as long as nobody listens. */
    private static int unused() {
        try (var socket = new ServerSocket()) {
            socket.bind(address(0));
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new StartFailed("This machine gave out no free port of 127.0.0.1: close some programs.", failed);
        }
    }

    /** The port itself, or for 0 a free one. */
    static int orFree(int port) {
        return port == 0 ? free() : port;
    }

    /** Whether a server could listen on the port now. */
    public static boolean isFree(int port) {
        return !answers(port) && canBind(port);
    }

    /** Some systems let two listen, one on all addresses and one on this: whoever answers has it. */
    private static boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.connect(address(port), CONNECT_MILLIS);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    private static boolean canBind(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(address(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
