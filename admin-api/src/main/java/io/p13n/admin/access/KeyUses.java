package io.p13n.admin.access;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

/** Notes the use of master keys, once a minute for each; nobody waits for it. */
@Component
class KeyUses {

    private static final Logger log = LoggerFactory.getLogger(KeyUses.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final DatabaseClient database;
    private final Map<Key, Long> noted = new ConcurrentHashMap<>();

    KeyUses(DatabaseClient database) {
        this.database = database;
    }

    private record Key(long account, String name) {}

    void note(long account, String name) {
        Long minute = Instant.now().getEpochSecond() / 60;
        if (!minute.equals(noted.put(new Key(account, name), minute))) {
            write(account, name);
        }
    }

    private void write(long account, String name) {
        database.sql("select note_use(:account, 0, array[:name], array[now()])")
                .bind("account", account)
                .bind("name", name)
                .fetch()
                .rowsUpdated()
                .timeout(LIMIT)
                .subscribe(
                        done -> {},
                        failure -> log.warn("the use of key {} is not noted: {}", name, failure.toString()));
    }
}
