package io.p13n.standalone;

import io.p13n.embedded.EmbeddedBroker;
import io.p13n.embedded.EmbeddedDatabase;
import io.p13n.embedded.SelfSignedCertificate;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the applications are told of each other and of what they stand on.
 *
 * @param definitions the folder of documents
 * @param certificate of HTTPS
 * @param erasureSecret under which ids of erased persons are digested
 */
record Wiring(
        StandaloneOptions options,
        Path definitions,
        SelfSignedCertificate certificate,
        EmbeddedBroker broker,
        EmbeddedDatabase database,
        String erasureSecret) {

    private static final String LOOPBACK = "127.0.0.1";
    private static final String BUNDLE = "spring.ssl.bundle.pem.standalone.keystore.";

    /** The settings of one application. They win over its own and over those of the options. */
    Map<String, String> settingsOf(Application application) {
        var settings = new LinkedHashMap<>(options.settings());
        settings.put("spring.main.banner-mode", "off");
        settings.put("spring.main.log-startup-info", "false");
        settings.put("logging.register-shutdown-hook", "false");
        settings.put("spring.kafka.bootstrap-servers", broker.bootstrapServers());
        settings.put("server.address", LOOPBACK);
        switch (application) {
            case REACTOR -> reactor(settings);
            case ADMIN -> admin(settings);
            case INGEST -> ingest(settings);
        }
        return settings;
    }

    private void reactor(Map<String, String> settings) {
        settings.put("server.port", port(Port.REACTOR_MANAGEMENT));
        database(settings, "datasource", database.jdbcUrl());
        settings.put("p13n.erasure.secret", erasureSecret);
        settings.put("spring.autoconfigure.exclude", Application.R2DBC);
    }

    private void admin(Map<String, String> settings) {
        settings.put("server.port", port(Port.ADMIN));
        settings.put("management.server.port", port(Port.ADMIN_MANAGEMENT));
        settings.put("management.server.address", LOOPBACK);
        settings.put("p13n.admin.definitions", definitions.toString());
        database(settings, "r2dbc", database.r2dbcUrl());
        settings.put("p13n.erasure.secret", erasureSecret);
    }

    private void ingest(Map<String, String> settings) {
        settings.put("server.port", port(Port.HTTP));
        settings.put("management.server.port", port(Port.INGEST_MANAGEMENT));
        settings.put("management.server.address", LOOPBACK);
        settings.put("p13n.ingest.reply.port", port(Port.REPLY));
        settings.put("p13n.ingest.tls.bundle", "standalone");
        settings.put("p13n.ingest.tls.port", port(Port.HTTPS));
        settings.put(BUNDLE + "certificate", certificate.certificate().toString());
        settings.put(BUNDLE + "private-key", certificate.key().toString());
        settings.putIfAbsent("p13n.ingest.drain.notice", "0s"); // no load balancer stands before it
        // The first calls meet a cold JVM, on a machine that may be slow.
        settings.putIfAbsent("p13n.ingest.personalization.deadline", "2s");
        settings.put("spring.autoconfigure.exclude", Application.OF_A_DATABASE);
    }

    private void database(Map<String, String> settings, String driver, String url) {
        settings.put("spring." + driver + ".url", url);
        settings.put("spring." + driver + ".username", database.username());
        settings.put("spring." + driver + ".password", database.password());
    }

    private String port(Port port) {
        return String.valueOf(options.ports().of(port));
    }
}
