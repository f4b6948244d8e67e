package io.p13n.admin;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.http.HttpResponse;
import org.springframework.context.ConfigurableApplicationContext;

/** A running replica. */
record Admin(ConfigurableApplicationContext context) implements AutoCloseable {

    /** The master key that is configured for accounts that have none. */
    static final String BOOTSTRAP = "b".repeat(40);

    static final String ERASURE_SECRET = "s".repeat(32);

    HttpResponse<String> answer(Call call) throws IOException, InterruptedException {
        return call.send(port());
    }

    String body(Call call) throws IOException, InterruptedException {
        return answer(call).body();
    }

    int status(Call call) throws IOException, InterruptedException {
        return answer(call).statusCode();
    }

    int port() {
        return port("local.server.port");
    }

    int managementPort() {
        return port("local.management.port");
    }

    private int port(String property) {
        return Integer.parseInt(requireNonNull(context.getEnvironment().getProperty(property)));
    }

    @Override
    public void close() {
        context.close();
    }
}
