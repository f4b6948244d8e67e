package io.p13n.standalone;

import io.p13n.embedded.StartFailed;
import io.p13n.offer.definition.Digest;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the first start made up, kept in a file that only its owner may read. The file can be sourced by a shell.
 *
 * @param writeKey API key of servers, 40 hexadecimal digits
 * @param masterKey API key of operators, 40 hexadecimal digits
 * @param pageKey API key for pages, 40 hexadecimal digits
 * @param privateToken token of servers, 32 hexadecimal digits
 * @param publicToken token for pages, 32 hexadecimal digits
 * @param databasePassword of PostgreSQL's roles
 * @param erasureSecret under which ids of erased persons are digested, 32 hexadecimal digits
 */
public record Secrets(
        String writeKey,
        String masterKey,
        String pageKey,
        String privateToken,
        String publicToken,
        String databasePassword,
        String erasureSecret) {

    private static final Logger log = LoggerFactory.getLogger(Secrets.class);
    private static final String OWNER_ONLY = "rw-------";
    private static final int KEY_BYTES = 20;
    private static final int TOKEN_BYTES = 16;
    private static final String MASTER_KEY = "master_key";
    private static final String ERASURE_SECRET = "erasure_secret";

    /** Reads the file, makes it, or adds what the first starts did not make yet. */
    static Secrets in(Path file) {
        try {
            if (!Files.exists(file)) {
                make().writeTo(file);
            }
            keepToOwner(file);
            return complete(file);
        } catch (IOException failed) {
            throw new StartFailed(
                    "The secrets in %s can't be read or written (%s): let this user do so.".formatted(file, failed),
                    failed);
        }
    }

    private static Secrets make() {
        var random = new SecureRandom();
        return new Secrets(
                hex(random, KEY_BYTES),
                hex(random, KEY_BYTES),
                hex(random, KEY_BYTES),
                hex(random, TOKEN_BYTES),
                hex(random, TOKEN_BYTES),
                hex(random, TOKEN_BYTES),
                hex(random, TOKEN_BYTES));
    }

    private static String hex(SecureRandom random, int bytes) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }

    /** Never for a moment readable by others, and never half there. */
    private void writeTo(Path file) throws IOException {
        Path unfinished = file.resolveSibling("secrets.unfinished");
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, DataDirectory.ownerOnly(OWNER_ONLY));
        Files.writeString(
                unfinished,
                """
                # Made at the first start. Whoever has these may send events and read every profile's offers and data.
                write_key=%s
                master_key=%s
                page_key=%s
                private_token=%s
                public_token=%s
                database_password=%s
                erasure_secret=%s
                """.formatted(writeKey, masterKey, pageKey, privateToken, publicToken, databasePassword, erasureSecret),
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC); // the database's password must not be lost before the database
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void keepToOwner(Path file) throws IOException {
        if (!DataDirectory.POSIX) {
            return;
        }
        Set<PosixFilePermission> ownerOnly = PosixFilePermissions.fromString(OWNER_ONLY);
        if (!ownerOnly.containsAll(Files.getPosixFilePermissions(file))) {
            Files.setPosixFilePermissions(file, ownerOnly);
            log.warn(
                    "{} could be read by others; it no longer can, but if someone has read it, replace its secrets",
                    file);
        }
    }

    /**
     * A file from before these were made gets them: nothing hangs on them yet. Should somebody have taken out an erasure
     * secret that was in use, the erasures on the topic bear its fingerprint, and the reactors say so and stand still. All
     * else that lacks is refused.
     */
    private static Secrets complete(Path file) throws IOException {
        Properties properties = properties(file);
        var random = new SecureRandom();
        boolean complete = properties.putIfAbsent(ERASURE_SECRET, hex(random, TOKEN_BYTES)) != null;
        boolean administered = properties.putIfAbsent(MASTER_KEY, hex(random, KEY_BYTES)) != null;
        Secrets secrets = of(properties, file);
        if (!complete || !administered) {
            secrets.writeTo(file);
            log.info("{} was from before the erasure secret or the master key, and has got what it lacked", file);
        }
        if (!administered) {
            log.warn(
                    "the new master key counts once the account document names it under api_keys:"
                            + " - {name: ops, kind: master, digest: \"{}\"}",
                    Digest.ofSecret(secrets.masterKey()));
        }
        return secrets;
    }

    private static Properties properties(Path file) throws IOException {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }

    private static Secrets of(Properties properties, Path file) {
        return new Secrets(
                secret(properties, "write_key", file),
                secret(properties, MASTER_KEY, file),
                secret(properties, "page_key", file),
                secret(properties, "private_token", file),
                secret(properties, "public_token", file),
                secret(properties, "database_password", file),
                secret(properties, ERASURE_SECRET, file));
    }

    private static String secret(Properties properties, String name, Path file) {
        String value = properties.getProperty(name, "");
        if (!value.matches("[0-9a-f]{32,40}")) {
            throw new StartFailed(
                    "%s has no usable %s: bring back the file as the first start made it.".formatted(file, name));
        }
        return value;
    }

    /** Those that account documents name by digest. */
    Map<String, String> callers() {
        return Map.of(
                "write_key",
                writeKey,
                MASTER_KEY,
                masterKey,
                "page_key",
                pageKey,
                "private_token",
                privateToken,
                "public_token",
                publicToken);
    }

    /** Says nothing of them. */
    @Override
    public String toString() {
        return "Secrets[]";
    }
}
