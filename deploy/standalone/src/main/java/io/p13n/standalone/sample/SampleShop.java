package io.p13n.standalone.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A shop's website: a page with the vendor's SDK, which calls the API from the browser. It is another origin than the API,
 * as a shop is.
 */
public final class SampleShop implements AutoCloseable {

    /** What it serves beside its settings and the SDK. */
    private static final Map<String, String> PAGES = Map.of(
            "/", "index.html",
            "/shop.css", "shop.css",
            "/shop.js", "shop.js",
            "/free-delivery.svg", "free-delivery.svg");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml");

    private final HttpServer server;
    private final ExecutorService threads;
    private final Map<String, byte[]> contents;
    private final BrowserSdk sdk;

    private SampleShop(HttpServer server, ExecutorService threads, Map<String, byte[]> contents, BrowserSdk sdk) {
        this.server = server;
        this.threads = threads;
        this.contents = contents;
        this.sdk = sdk;
    }

    /**
     * What the page must know to call. It stands in the page, so it is no secret.
     *
     * @param endpoint host and port of the API by TLS
     * @param pageKey the API key for pages
     * @param token the header {@code WP13n-Token}
     */
    public record Settings(String endpoint, String pageKey, String token) {

        private String toJson() {
            return "{\"endpoint\":\"%s\",\"write_key\":\"%s\",\"token\":\"%s\"}".formatted(endpoint, pageKey, token);
        }
    }

    /**
     * Opens it on 127.0.0.1.
     *
     * @param folder where the SDK is kept; made when it is needed
     */
    public static SampleShop open(int port, Path folder, Settings settings) throws IOException {
        var contents = new LinkedHashMap<String, byte[]>();
        for (var page : PAGES.entrySet()) {
            contents.put(page.getKey(), resource(page.getValue()));
        }
        contents.put("/settings.json", settings.toJson().getBytes(UTF_8));
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        ExecutorService threads = Executors.newCachedThreadPool(SampleShop::daemon);
        var shop = new SampleShop(server, threads, contents, new BrowserSdk(folder));
        server.setExecutor(threads);
        server.createContext("/", shop::serve);
        server.start();
        return shop;
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "shop");
        thread.setDaemon(true);
        return thread;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = SampleShop.class.getResourceAsStream("shop/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("the module lacks its shop/" + name);
            }
            return stream.readAllBytes();
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] content = contents.get(path);
            if (path.equals("/td-js-sdk.js")) {
                serveSdk(exchange);
            } else if (content == null) {
                answer(exchange, 404, "text/plain", "there is no such page".getBytes(UTF_8));
            } else {
                answer(exchange, 200, type(PAGES.getOrDefault(path, path)), content);
            }
        }
    }

    private void serveSdk(HttpExchange exchange) throws IOException {
        BrowserSdk.Outcome outcome = sdk.get();
        if (outcome instanceof BrowserSdk.Outcome.Here here) {
            answer(exchange, 200, type("td.js"), here.script());
        } else if (outcome instanceof BrowserSdk.Outcome.Missing missing) {
            answer(exchange, 503, "text/plain; charset=utf-8", missing.why().getBytes(UTF_8));
        }
    }

    private static String type(String name) {
        return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
