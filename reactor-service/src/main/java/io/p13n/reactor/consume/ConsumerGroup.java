package io.p13n.reactor.consume;

import io.p13n.contract.ServiceId;
import io.p13n.contract.Topics;

/**
 * A consumer group: fixed by service and role, for its offsets in PostgreSQL carry its name.
 *
 * @param name the group's name, in Kafka and in PostgreSQL
 * @param service whose events it reads
 */
public record ConsumerGroup(String name, ServiceId service) {

    /** The group that applies a service's events to profiles. */
    public static ConsumerGroup reactor(ServiceId service) {
        return new ConsumerGroup("p13n.reactor." + service.account() + "." + service.instance(), service);
    }

    /** The group that stores a service's events. */
    static ConsumerGroup archive(ServiceId service) {
        return new ConsumerGroup("p13n.archive." + service.account() + "." + service.instance(), service);
    }

    /** The topic that it reads. */
    public String topic() {
        return Topics.events(service);
    }
}
