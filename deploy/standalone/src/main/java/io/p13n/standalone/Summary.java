package io.p13n.standalone;

import io.p13n.embedded.EmbeddedDatabase;
import io.p13n.standalone.sample.SampleDefinitions;
import java.io.IOException;
import java.nio.file.Path;

/** What runs where, and a call to paste. */
final class Summary {

    private Summary() {}

    static String of(Standalone standalone) {
        return places(standalone) + invitation(standalone) + "\nCtrl-C stops everything; the data stay.\n";
    }

    private static String places(Standalone standalone) {
        Path data = standalone.options().data();
        return """

                p13n is running.

                  shop page   %s
                  HTTP        %s
                  HTTPS       %s (for browsers; they ask once about its certificate)
                  admin       %s
                  health      %s/actuator/health (ingest-api)
                              %s/actuator/health (reactor-service)
                              %s/actuator/health (admin-api)
                  Kafka       %s
                  PostgreSQL  %s
                              psql -h 127.0.0.1 -p %d -U %s %s
                  data        %s
                  secrets     %s (has the password for psql)
                  definitions %s (applied at the next start)
                """.formatted(
                        standalone.at(Port.SHOP),
                        standalone.at(Port.HTTP),
                        standalone.at(Port.HTTPS),
                        standalone.at(Port.ADMIN),
                        standalone.at(Port.INGEST_MANAGEMENT),
                        standalone.at(Port.REACTOR_MANAGEMENT),
                        standalone.at(Port.ADMIN_MANAGEMENT),
                        standalone.broker().bootstrapServers(),
                        standalone.database().jdbcUrl(),
                        standalone.database().port(),
                        EmbeddedDatabase.USERNAME,
                        EmbeddedDatabase.NAME,
                        data,
                        data.resolve("secrets.properties"),
                        data.resolve("definitions"));
    }

    private static String invitation(Standalone standalone) {
        Secrets secrets = standalone.secrets();
        if (!admitted(standalone)) {
            return "\nThe account document no longer names the sample's keys and token, so there is no call to paste.\n";
        }
        return """

                Ask for the offers of a customer:

                curl --location '%s/webpages/personalization_results' \\
                  --header 'Content-Type: application/vnd.treasuredata.v1+json' \\
                  --header 'Authorization: TD1 1/%s' \\
                  --header 'WP13n-Token: 1/2/%s' \\
                  --data '{"email": "high_user@test.com"}'

                Look at and change what is offered:

                P13N_URL=%s P13N_KEY=%s deploy/cli/p13n show 2
                """.formatted(
                        standalone.at(Port.HTTP),
                        secrets.writeKey(),
                        secrets.privateToken(),
                        standalone.at(Port.ADMIN),
                        secrets.masterKey());
    }

    private static boolean admitted(Standalone standalone) {
        Secrets secrets = standalone.secrets();
        try {
            return SampleDefinitions.admits(
                    standalone.options().data().resolve("definitions"),
                    secrets.writeKey(),
                    secrets.masterKey(),
                    secrets.privateToken());
        } catch (IOException unreadable) {
            return false;
        }
    }
}
