package io.p13n.embedded;

import java.nio.file.Path;

/** A JVM that starts a database, says so, and waits to be killed. */
final class Orphaner {

    static final String STARTED = "started on ";

    private Orphaner() {}

    public static void main(String... arguments) throws Exception {
        var database =
                EmbeddedDatabase.start(Path.of(arguments[0]), 0, EmbeddedDatabaseTest.PASSWORD, Path.of(arguments[1]));
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("create table kept (value text)");
            statement.execute("insert into kept values ('of the dead')");
        }
        System.out.println(STARTED + database.port());
        System.in.read();
    }
}
