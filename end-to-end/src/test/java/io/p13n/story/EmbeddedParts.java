package io.p13n.story;

import io.p13n.standalone.Port;
import io.p13n.standalone.Ports;
import io.p13n.standalone.Standalone;
import io.p13n.standalone.StandaloneOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * The standalone in this JVM: real broker, real database, the three applications.
 *
 * @param collector null if nobody collects its traces
 */
record EmbeddedParts(
        Standalone standalone,
        List<String> traces,
        @Nullable TraceCollector collector) implements Parts {

    EmbeddedParts(Standalone standalone) {
        this(standalone, List.of(), null);
    }

    static EmbeddedParts start() {
        var traces = new CopyOnWriteArrayList<String>();
        TraceCollector collector = TraceCollector.into(traces);
        try {
            Path data = Files.createTempDirectory("p13n-story");
            var standalone = Standalone.start(new StandaloneOptions(data, Ports.free(), collector.settings()));
            return new EmbeddedParts(standalone, traces, collector);
        } catch (IOException | RuntimeException failure) {
            collector.close();
            throw new IllegalStateException("the standalone did not start", failure);
        }
    }

    @Override
    public Website page() {
        return new Website(http(), pageKey(), publicToken(), shop().toString());
    }

    @Override
    public URI http() {
        return standalone.at(Port.HTTP);
    }

    /** The sample shop's website. */
    URI shop() {
        return standalone.at(Port.SHOP);
    }

    /** The API, as pages reach it. */
    URI https() {
        return standalone.at(Port.HTTPS);
    }

    @Override
    public URI admin() {
        return standalone.at(Port.ADMIN);
    }

    @Override
    public String masterKey() {
        return standalone.secrets().masterKey();
    }

    String pageKey() {
        return standalone.secrets().pageKey();
    }

    String publicToken() {
        return standalone.secrets().publicToken();
    }

    @Override
    public String apiKey() {
        return standalone.secrets().writeKey();
    }

    @Override
    public String privateToken() {
        return standalone.secrets().privateToken();
    }

    @Override
    public Map<String, List<URI>> management() {
        return Map.of(
                "ingest-api", List.of(standalone.at(Port.INGEST_MANAGEMENT)),
                "reactor-service", List.of(standalone.at(Port.REACTOR_MANAGEMENT)),
                "admin-api", List.of(standalone.at(Port.ADMIN_MANAGEMENT)));
    }

    @Override
    public Connection database() throws SQLException {
        return standalone.database().connect();
    }

    @Override
    public void close() {
        try {
            standalone.close();
        } finally {
            if (collector != null) {
                collector.close();
            }
        }
        try {
            FileSystemUtils.deleteRecursively(standalone.options().data());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
