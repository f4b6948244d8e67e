package io.p13n.standalone.sample;

import io.p13n.offer.definition.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** The sample's documents: account 1 and its personalization service, instance 2. */
public final class SampleDefinitions {

    private static final String ACCOUNT = "account.yaml";
    private static final String SERVICE = "service.yaml";

    private SampleDefinitions() {}

    /**
     * Writes the documents that are not there; what is there is its owner's.
     *
     * @param folder made if it is not there
     * @param secrets the keys and tokens by the name that the account document gives them; only their digests are written
     * @param shopPort where the sample shop's page is
     */
    public static void writeTo(Path folder, Map<String, String> secrets, int shopPort) throws IOException {
        Files.createDirectories(folder);
        write(
                folder.resolve(ACCOUNT),
                withDigests(text(ACCOUNT).replace("{shop_port}", String.valueOf(shopPort)), secrets));
        write(folder.resolve(SERVICE), text(SERVICE));
    }

    /** Whether the account document still names these keys or tokens. */
    public static boolean admits(Path folder, String... secrets) throws IOException {
        Path account = folder.resolve(ACCOUNT);
        if (!Files.isRegularFile(account)) {
            return false;
        }
        String document = Files.readString(account);
        for (String secret : secrets) {
            if (!document.contains(Digest.ofSecret(secret).toString())) {
                return false;
            }
        }
        return true;
    }

    private static String withDigests(String template, Map<String, String> secrets) {
        String document = template;
        for (var secret : secrets.entrySet()) {
            document = document.replace(
                    "{" + secret.getKey() + "}",
                    Digest.ofSecret(secret.getValue()).toString());
        }
        return document;
    }

    /** A half-written document never gets the name that counts. */
    private static void write(Path file, String document) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.writeString(unfinished, document);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String text(String resource) throws IOException {
        try (InputStream stream = SampleDefinitions.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("the module lacks its " + resource);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
