package io.p13n.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which variables an application knows, where one class path knows those of all. */
class SettingsTest {

    @ParameterizedTest
    @CsvSource({
        "reactor-service, SPRING_DATASOURCE_URL",
        "reactor-service, SPRING_FLYWAY_ENABLED",
        "reactor-service, SPRING_SSL_BUNDLE_PEM_REPLY_KEYSTORE_CERTIFICATE",
        "admin-api, SPRING_R2DBC_URL",
        "admin-api, P13N_ERASURE_SECRET",
        "ingest-api, SPRING_KAFKA_PROPERTIES_SASL_MECHANISM",
        "ingest-api, P13N_INGEST_REPLY_RANGES"
    })
    void itsOwn(String application, String variable) {
        assertThat(Settings.known(application, variable)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "reactor-service, SPRING_R2DBC_URL",
        "reactor-service, P13N_INGEST_REPLY_RANGES",
        "admin-api, SPRING_DATASOURCE_URL",
        "admin-api, SPRING_FLYWAY_URL",
        "ingest-api, SPRING_R2DBC_URL",
        "ingest-api, SPRING_DATASOURCE_PASSWORD",
        "ingest-api, SPRING_FLYWAY_ENABLED"
    })
    void thoseOfOthers(String application, String variable) {
        assertThat(Settings.known(application, variable)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "ingest-api, P13N_INGEST_RPELY_RANGES",
        "ingest-api, SPRING_KAFKA_PROPERTIES_SASL_MECHANIC",
        "reactor-service, SPRING_DATASOURCE_ADDRESS"
    })
    void nobodys(String application, String variable) {
        assertThat(Settings.known(application, variable)).isFalse();
    }
}
