package io.p13n.benchmark.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.p13n.offer.criteria.CheckedCriterion;
import io.p13n.offer.criteria.Criteria;
import io.p13n.offer.criteria.Criterion;
import io.p13n.offer.decision.Compilation;
import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.definition.DefinitionReader;
import io.p13n.offer.definition.Expression;
import io.p13n.offer.definition.Reading;
import io.p13n.offer.definition.ServiceDefinition;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.event.Caller;
import io.p13n.offer.event.Event;
import io.p13n.offer.event.EventReader;
import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.BatchRow;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.Profile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * A service of 20 attributes and 3 identity keys with so many offers, and a customer who has been there a while. Of the offers
 * 20 can match any page view; each further one is for those of one product alone.
 */
public final class Shop {

    private static final int FOR_ALL = 20;
    private static final int PART = 2000;
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration SINCE = Duration.ofHours(100);
    private static final BatchData WAREHOUSE = BatchData.of(Map.of(
            new Id("customer_id", "c-4711"),
            new BatchRow(Set.of("12", "1588214"), Map.of("loyalty", "high", "age", 30L, "store", "Berlin"))));

    private Shop() {}

    /** At most some 3,000 offers fit into one document. */
    public static String document(int offers) {
        return document(0, offers);
    }

    private static String document(int from, int until) {
        var text = new StringBuilder(shop()).append("personalizations:\n  - name: homepage\n    offers:\n");
        for (int offer = from; offer < until; offer++) {
            var product = offer < FOR_ALL ? "" : ", event: 'event.product_id == \"p" + offer + "\"'";
            text.append(String.format(
                    Locale.ROOT, """
                          - name: offer_%d
                            entry_criteria: {key_event: page_view%s, profile: '%s'}
                            payload:
                              attributes:
                                hello: {text: "Welcome back, ${profile.first_name|there}!"}
                                seen: {attribute: views_last_hour}
                                banner: {value: {image: "/banner-%d.png"}}
                    """, offer, product, Rule.of(offer).cel(Rule.number(offer)), offer));
        }
        return text.toString();
    }

    public static ServiceDefinition definition(int offers) {
        var definition = read(document(Math.min(offers, PART)));
        var parts = new ArrayList<>(definition.personalizations());
        for (int from = PART; from < offers; from += PART) {
            parts.addAll(read(document(from, Math.min(offers, from + PART))).personalizations());
        }
        return new ServiceDefinition(
                definition.account(),
                definition.instance(),
                definition.name(),
                definition.eventTables(),
                definition.identity(),
                definition.keyEvents(),
                definition.attributes(),
                definition.catalogs(),
                definition.groups(),
                parts,
                definition.examples(),
                definition.places());
    }

    static ServiceDefinition read(String document) {
        var reading = DefinitionReader.read(document);
        if (reading instanceof Reading.Read read) {
            return (ServiceDefinition) read.document();
        }
        throw new IllegalStateException(reading.toString());
    }

    public static CompiledService compiled(ServiceDefinition definition) {
        var compilation = CompiledService.compile(definition);
        if (compilation instanceof Compilation.Compiled compiled) {
            return compiled.service();
        }
        throw new IllegalStateException(compilation.toString());
    }

    static Criterion sound(Criteria criteria, String expression) {
        var checked = criteria.onProfile(new Expression(expression, "", 1, 1));
        if (checked instanceof CheckedCriterion.Sound sound) {
            return sound.criterion();
        }
        throw new IllegalStateException(checked.toString());
    }

    /** The same, always on the same day. */
    static Profile customer(CompiledService service) {
        return customer(service, NOW);
    }

    /** Who signed up four days ago, has viewed 60 pages since, and bought once. */
    public static Profile customer(CompiledService service, Instant now) {
        var since = now.minus(SINCE).truncatedTo(ChronoUnit.SECONDS);
        var profile = Profile.fresh(recordId(0));
        profile = after(
                profile,
                service,
                event(
                        0,
                        now,
                        "shop.web_events",
                        "\"event_name\":\"sign_up\",\"first_name\":\"Ada\","
                                + "\"country\":\"DE\",\"language\":\"de\",\"newsletter\":true,\"since\":\"" + since
                                + "\""));
        profile = after(profile, service, event(1, now, "shop.orders", "\"amount\":119.5,\"order_id\":\"o-1\""));
        for (int view = 2; view <= 61; view++) {
            profile = after(profile, service, event(view, now, "shop.web_events", viewed(view)));
        }
        return profile;
    }

    static AcceptedEvent pageView() {
        return pageView(NOW);
    }

    static AcceptedEvent pageView(Instant now) {
        return event(62, now, "shop.web_events", viewed(62));
    }

    static BatchData warehouse() {
        return WAREHOUSE;
    }

    private static Profile after(Profile profile, CompiledService service, AcceptedEvent event) {
        return service.decide(event, profile, WAREHOUSE).profile();
    }

    private static String viewed(int number) {
        return "\"event_name\":\"page_view\",\"product_id\":\"sku-" + number % 15 + "\",\"price\":"
                + (10 + number) / 2.0 + ",\"td_path\":\"/shop/" + number % 7 + "/mugs\"";
    }

    /** The 62nd is now, each one before it 90 minutes earlier. */
    private static AcceptedEvent event(int number, Instant now, String table, String fields) {
        var body = "{\"customer_id\":\"c-4711\",\"email\":\"ada@example.com\",\"td_client_id\":\"b1a2f0c4\"," + fields
                + "}";
        return new AcceptedEvent(
                recordId(number), now.minus(Duration.ofMinutes(90L * (62 - number))), table, Caller.PRIVATE, (Event)
                        EventReader.read(body.getBytes(UTF_8)));
    }

    private static UUID recordId(int number) {
        return new UUID(0x019a_0000_0000_7000L, 0x8000_0000_0000_0000L + number);
    }

    private static String shop() {
        try (InputStream in = Objects.requireNonNull(Shop.class.getResourceAsStream("shop.yaml"))) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
