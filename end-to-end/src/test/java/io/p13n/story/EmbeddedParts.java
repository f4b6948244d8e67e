package io.p13n.story;

import io.p13n.standalone.Port;
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
import org.springframework.util.FileSystemUtils;

/** The standalone in this JVM: real broker, real database, the three applications. */
record EmbeddedParts(Standalone standalone) implements Parts {

    static EmbeddedParts start() {
        try {
            return on(Files.createTempDirectory("p13n-story"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Starts on a directory, which may have been used before. */
    static EmbeddedParts on(Path data) {
        return new EmbeddedParts(Standalone.start(StandaloneOptions.on(data)));
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
        standalone.close();
        try {
            FileSystemUtils.deleteRecursively(standalone.options().data());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
