package io.p13n.standalone;

import io.p13n.embedded.StartFailed;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/** The three applications, each in a Spring context of its own. */
final class Applications implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Applications.class);

    /** First no new events; then the batches in hand are finished; then the rest. */
    private static final List<Application> ORDER_OF_STOP =
            List.of(Application.INGEST, Application.REACTOR, Application.ADMIN);

    private final Map<Application, ConfigurableApplicationContext> running = new EnumMap<>(Application.class);
    private final Wiring wiring;

    Applications(Wiring wiring) {
        this.wiring = wiring;
    }

    /**
     * Starts them one after the other.
     *
     * @throws StartFailed if one does not start; those before it run
     */
    void start() {
        for (Application application : Application.values()) {
            log.info("starting {}", application.words());
            start(application);
        }
    }

    private void start(Application application) {
        String[] arguments = wiring.settingsOf(application).entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
        try {
            put(application, application.builder().run(arguments));
        } catch (RuntimeException failed) { // Whatever it was, whoever started us gets a sentence.
            throw new StartFailed(application.words() + " did not start. " + Diagnosis.of(failed), failed);
        }
    }

    private synchronized void put(Application application, ConfigurableApplicationContext context) {
        running.put(application, context);
    }

    @Override
    public synchronized void close() {
        for (Application application : ORDER_OF_STOP) {
            var context = running.remove(application);
            if (context != null) {
                log.info("stopping {}", application.words());
                context.close();
            }
        }
    }
}
