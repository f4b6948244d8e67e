package io.p13n.reactor.catalog;

import static io.p13n.reactor.Parts.execute;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.p13n.contract.ServiceId;
import io.p13n.offer.decision.Compilation;
import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.definition.DefinitionReader;
import io.p13n.offer.definition.Reading;
import io.p13n.offer.definition.ServiceDefinition;
import io.p13n.offer.profile.Catalogs;
import io.p13n.reactor.Parts;
import io.p13n.reactor.definition.Definitions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

class HeldCatalogsTest {

    private static final AtomicLong SERVICES = new AtomicLong(9000);
    private static final String SERVICE = """
            account: 1
            instance: 1
            name: shop
            event_tables: [shop.events]
            identity: {keys: [{name: customer_id}]}
            catalogs:
            """;
    private static final String PRODUCTS =
            "  - {name: products, key: product_id, columns: {title: string, price: number}}\n";
    private static final String STORES = "  - {name: stores, key: city, columns: {title: string}}\n";
    private static final CompiledService DEFINITION = compiled(SERVICE + PRODUCTS);

    private final ServiceId service = new ServiceId(1, SERVICES.incrementAndGet());
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CatalogProperties properties = new CatalogProperties(Duration.ofSeconds(1), DataSize.ofBytes(200));
    private final HikariDataSource connections = Parts.connections("postgres", 1);
    private final HeldCatalogs catalogs = new HeldCatalogs(
            new CatalogTable(
                    JdbcClient.create(connections),
                    new TransactionTemplate(new JdbcTransactionManager(connections)),
                    properties),
            properties,
            new Definitions() {
                @Override
                public boolean isDeleted(ServiceId asked) {
                    return ended && asked.equals(service);
                }
            },
            registry);
    private boolean ended;

    @AfterEach
    void close() {
        connections.close();
    }

    @Test
    void aNewGenerationComesAsAWhole() {
        row(1, "mug", "Mug");
        current(1);
        var before = held();
        row(2, "mug", "Blue mug");
        row(2, "cup", "Cup");
        catalogs.refresh();
        assertThat(title(held(), "mug")).isEqualTo("Mug");

        current(2);
        catalogs.refresh();

        assertThat(title(held(), "mug")).isEqualTo("Blue mug");
        assertThat(title(held(), "cup")).isEqualTo("Cup");
        assertThat(title(before, "mug")).as("of a decision that had begun").isEqualTo("Mug");
        assertThat(title(before, "cup")).isNull();
    }

    @Test
    void anEmptyGenerationEmptiesTheCatalog() {
        row(1, "mug", "Mug");
        current(1);
        assertThat(title(held(), "mug")).isEqualTo("Mug");

        current(2);
        catalogs.refresh();

        assertThat(title(held(), "mug")).isNull();
    }

    @Test
    void ofGenerationsThatCountTogetherTheLaterRowWins() {
        row(1, "mug", "Mug");
        row(1, "cup", "Cup");
        row(2, "mug", "Blue mug");
        execute("insert into batch_generation values (1, " + service.instance() + ", 'catalog/products', '{1,2}')");

        assertThat(title(held(), "mug")).isEqualTo("Blue mug");
        assertThat(title(held(), "cup")).isEqualTo("Cup");
    }

    @Test
    void whatIsTooLargeIsRefusedAndTheOlderOneStays() {
        row(1, "mug", "Mug");
        current(1);
        assertThat(title(held(), "mug")).isEqualTo("Mug");
        row(2, "mug", "x".repeat(300));
        current(2);

        catalogs.refresh();
        assertThat(title(held(), "mug")).isEqualTo("Mug");
        assertThat(refused()).isOne();

        row(3, "mug", "Better mug");
        current(3);
        catalogs.refresh();
        assertThat(title(held(), "mug")).isEqualTo("Better mug");
        assertThat(refused()).isZero();
    }

    @Test
    void whatADefinitionNoLongerNamesIsLetGo() {
        row(1, "mug", "Mug");
        current(1);
        assertThat(title(catalogs.of(service, compiled(SERVICE + PRODUCTS + STORES)), "mug"))
                .isEqualTo("Mug");

        assertThat(title(catalogs.of(service, compiled(SERVICE + STORES)), "mug"))
                .isNull();
        assertThat(title(held(), "mug")).as("named again").isEqualTo("Mug");
    }

    @Test
    void whatAServiceHadThatHasEndedIsLetGo() {
        row(1, "mug", "x".repeat(300));
        current(1);
        assertThat(title(held(), "mug")).isNull();
        assertThat(refused()).isOne();

        ended = true;
        catalogs.refresh();

        assertThat(refused()).isZero();
    }

    private Catalogs held() {
        return catalogs.of(service, DEFINITION);
    }

    private static @Nullable Object title(Catalogs catalogs, String key) {
        return catalogs.value("products", key, "title");
    }

    private double refused() {
        return registry.get("p13n.reactor.catalogs.refused").gauge().value();
    }

    private void row(long generation, String key, String title) {
        execute("insert into catalog_row values (1, " + service.instance() + ", 'products', " + generation + ", '" + key
                + "', '{\"title\": \"" + title + "\", \"price\": null}')");
    }

    private void current(long generation) {
        execute("insert into batch_generation values (1, " + service.instance() + ", 'catalog/products', '{"
                + generation
                + "}') on conflict (account, instance, dataset) do update set generations = excluded.generations");
    }

    private static CompiledService compiled(String document) {
        var definition = (ServiceDefinition) ((Reading.Read) DefinitionReader.read(document)).document();
        return ((Compilation.Compiled) CompiledService.compile(definition)).service();
    }
}
