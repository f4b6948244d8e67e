package io.p13n.standalone;

import io.p13n.embedded.StartFailed;
import io.p13n.standalone.sample.SampleCustomers;
import io.p13n.standalone.sample.SampleDefinitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;

/** What an installation in containers, {@code deploy/compose.yaml}, needs to show the sample. */
public final class SampleSetup {

    private static final int SHOP_PORT = Port.SHOP.usual();

    private SampleSetup() {}

    /**
     * {@code secrets FOLDER} makes secrets, definitions, and what the applications need of the secrets as a configuration tree, where they are
     * not there yet; {@code customers FOLDER JDBC_URL USER} loads what the warehouse knows of the sample's customers.
     */
    public static void main(String... arguments) throws IOException, SQLException {
        Path folder = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "secrets" -> secrets(folder);
            case "customers" -> customers(folder, arguments[2], arguments[3]);
            default -> throw new StartFailed("\"%s\" is neither secrets nor customers.".formatted(arguments[0]));
        }
    }

    private static void secrets(Path folder) throws IOException {
        Secrets secrets = in(folder);
        SampleDefinitions.writeTo(folder.resolve("definitions"), secrets.callers(), SHOP_PORT);
        Path tree = Files.createDirectories(folder.resolve("settings"));
        setting(tree, "spring.datasource.password", secrets.databasePassword());
        setting(tree, "spring.r2dbc.password", secrets.databasePassword());
        setting(tree, "p13n.erasure.secret", secrets.erasureSecret());
    }

    /** The containers have users of their own, and nobody else sees this volume. */
    private static void setting(Path tree, String name, String value) throws IOException {
        Path file = tree.resolve(name);
        if (Files.notExists(file)) {
            Files.setPosixFilePermissions(Files.writeString(file, value), PosixFilePermissions.fromString("r--r--r--"));
        }
    }

    private static void customers(Path folder, String url, String user) throws SQLException {
        try (var database = DriverManager.getConnection(url, user, in(folder).databasePassword())) {
            SampleCustomers.loadInto(database);
        }
    }

    private static Secrets in(Path folder) {
        return Secrets.in(folder.resolve("secrets.properties"));
    }
}
