package io.p13n.contract;

/** The names of the Kafka topics. */
public final class Topics {

    /** The compacted topic by which accounts and service definitions travel. */
    public static final String DEFINITIONS = "p13n.definitions";

    /** The compacted topic that tells of whom nothing may be kept from before which moment. */
    public static final String ERASURES = "p13n.erasures";

    private Topics() {}

    /** The events of one personalization service, or of an account's other tables, partitioned by {@link RecordKey}. */
    public static String events(ServiceId service) {
        return "p13n.events." + suffix(service);
    }

    /** The records of one service that its reactor could not process. Compacted, keyed by origin. */
    public static String deadLetters(ServiceId service) {
        return "p13n.dead-letters." + suffix(service);
    }

    private static String suffix(ServiceId service) {
        return service.account() + "." + service.instance();
    }
}
