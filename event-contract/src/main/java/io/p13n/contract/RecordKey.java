package io.p13n.contract;

import java.util.UUID;

/**
 * The key of an event's Kafka record: {@code account/instance/identity key=id}.
 *
 * <p>Law: the service leads, and the most trusted id that counts for this caller ends the key; so events with the same
 * such id stay in order, and one service's events spread over all partitions.
 */
public final class RecordKey {

    private RecordKey() {}

    /** The key of an event that carries an id. */
    public static String of(ServiceId service, String identityKey, String id) {
        return service + "/" + identityKey + "=" + id;
    }

    /** The key of an event without an id. */
    public static String of(ServiceId service, UUID recordId) {
        return service + "/" + recordId;
    }
}
