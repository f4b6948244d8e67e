package io.p13n.story;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A collector of traces; what it is told is OTLP, in which names and ids stand as they are. */
final class TraceCollector implements AutoCloseable {

    /** Where it listens in a container of its own. */
    static final int PORT = 4318;

    private static final String PATH = "/v1/traces";
    private static final String TOLD = "told ";

    private final HttpServer server;

    private TraceCollector(InetSocketAddress where, Consumer<byte[]> told) {
        try {
            server = HttpServer.create(where, 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext(PATH, exchange -> {
            told.accept(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    /** In this JVM, on a port that is free; what it is told is added to the list, which others may read meanwhile. */
    static TraceCollector into(CopyOnWriteArrayList<String> told) {
        return new TraceCollector(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                body -> told.add(new String(body, ISO_8859_1)));
    }

    /** In a container: writes what it is told, a line each, in hexadecimal digits behind {@link #TOLD}. */
    public static void main(String... none) {
        new TraceCollector(
                new InetSocketAddress(PORT),
                body -> System.out.println(TOLD + HexFormat.of().formatHex(body)));
    }

    /** What {@link #main} has written. */
    static List<String> read(String log) {
        return log.lines()
                .filter(line -> line.startsWith(TOLD))
                .map(line -> new String(HexFormat.of().parseHex(line.substring(TOLD.length())), ISO_8859_1))
                .toList();
    }

    /** By which applications tell the collector in this JVM. */
    Map<String, String> settings() {
        return settings("127.0.0.1", server.getAddress().getPort());
    }

    /** By which applications tell a collector, and do not wait for long. */
    static Map<String, String> settings(String host, int port) {
        String export = "management.opentelemetry.tracing.export.";
        return Map.of(
                export + "otlp.endpoint",
                "http://%s:%d%s".formatted(host, port, PATH),
                export + "schedule-delay",
                "100ms");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
