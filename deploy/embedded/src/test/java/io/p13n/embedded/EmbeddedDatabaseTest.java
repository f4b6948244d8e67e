package io.p13n.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {

    static final String PASSWORD = "0123456789abcdef";
    private static final Path BINARIES = Path.of("target", "postgresql");

    @TempDir
    private Path directory;

    @Test
    void dataAreKeptOverAStopAndACrash() throws Exception {
        try (var database = start()) {
            execute(database, "create table kept (value text)");
            execute(database, "insert into kept values ('before the stop')");
            database.stop();
            database.restart();
            execute(database, "insert into kept values ('before the crash')");
            database.crash();
            database.restart();

            assertThat(read(database, "select value from kept")).containsExactly("before the stop", "before the crash");
        }
    }

    @Test
    void itIsDurableOnLoopbackAloneAndItsOwnerIsNoSuperuser() throws Exception {
        try (var database = start()) {
            assertThat(setting(database, "fsync")).isEqualTo("on");
            assertThat(setting(database, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(database, "full_page_writes")).isEqualTo("on");
            assertThat(setting(database, "listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(setting(database, "is_superuser")).isEqualTo("off");
            assertThat(setting(database, "server_version_num")).startsWith("18");
            assertThat(database.r2dbcUrl()).isEqualTo("r2dbc:postgresql://127.0.0.1:" + database.port() + "/p13n");
        }
    }

    @Test
    void theServerThatAKilledJvmLeavesIsFoundAndItsDataAreThere() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Orphaner.class.getName(),
                        directory.toString(),
                        BINARIES.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int port = portOf(parent);
        parent.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        assertThat(LoopbackPort.isFree(port))
                .as("free, though the server outlives its JVM")
                .isFalse();

        try (var database = EmbeddedDatabase.start(directory, port, PASSWORD, BINARIES)) {
            assertThat(read(database, "select value from kept")).containsExactly("of the dead");
        }
        assertThat(LoopbackPort.isFree(port)).as("free after the stop").isTrue();
    }

    @Test
    void theFileOfADeadServerDoesNotHurtEvenIfItsNumberIsAnothersNow() throws Exception {
        try (var database = start()) {
            execute(database, "create table kept ()");
            Path pidFile = directory.resolve("cluster").resolve("postmaster.pid");
            String left = Files.readString(pidFile);
            database.stop();
            Files.writeString(
                    pidFile,
                    left.replaceFirst(
                            "\\d+", String.valueOf(ProcessHandle.current().pid())));

            database.restart();

            assertThat(read(database, "select 'works'")).containsExactly("works");
        }
    }

    @Test
    void anotherPasswordIsToldInASentence() {
        start().stop();

        assertThatThrownBy(() -> EmbeddedDatabase.start(directory, 0, "another", BINARIES))
                .isInstanceOf(StartFailed.class)
                .hasMessageContaining("was made with another password")
                .hasMessageContaining("bring back the secrets file");
    }

    @Test
    void whyPostgresDidNotStartIsToldInASentence() throws Exception {
        start().stop();
        Files.writeString(directory.resolve("cluster").resolve("postgresql.conf"), "shared_buffers = nonsense\n");

        assertThatThrownBy(this::start)
                .isInstanceOf(StartFailed.class)
                .hasMessageContaining("shared_buffers")
                .hasMessageContaining("server.log");
    }

    private EmbeddedDatabase start() {
        return EmbeddedDatabase.start(directory, 0, PASSWORD, BINARIES);
    }

    private static int portOf(Process parent) throws Exception {
        try (var lines = parent.inputReader()) {
            String line = lines.readLine();
            while (line != null && !line.startsWith(Orphaner.STARTED)) {
                line = lines.readLine();
            }
            assertThat(line).as("what the other JVM said").isNotNull();
            return Integer.parseInt(line.substring(Orphaner.STARTED.length()));
        }
    }

    private static String setting(EmbeddedDatabase database, String name) throws SQLException {
        return read(database, "show " + name).get(0);
    }

    private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> read(EmbeddedDatabase database, String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var values = new ArrayList<String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
