package io.p13n.admin.publication;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What new topics look like; existing ones are left alone.
 *
 * @param eventPartitions of each service's event topic, 1 to 1000; the most replicas that can share its work
 * @param replicationFactor 1 to 7; in production 3
 * @param erasureRetention how long an erasure keeps older events out, at least 30d; longer than the oldest backup that
 *     one would restore and than any topic of events keeps its records
 */
@ConfigurationProperties("p13n.admin.topics")
public record TopicProperties(
        @DefaultValue("12") int eventPartitions,
        @DefaultValue("1") short replicationFactor,
        @DefaultValue("400d") Duration erasureRetention) {

    public TopicProperties {
        if (eventPartitions < 1 || eventPartitions > 1000) {
            throw new IllegalArgumentException(
                    "p13n.admin.topics.event-partitions is 1 to 1000, not " + eventPartitions);
        }
        if (replicationFactor < 1 || replicationFactor > 7) {
            throw new IllegalArgumentException(
                    "p13n.admin.topics.replication-factor is 1 to 7, not " + replicationFactor);
        }
        if (erasureRetention.compareTo(Duration.ofDays(30)) < 0) {
            throw new IllegalArgumentException(
                    "p13n.admin.topics.erasure-retention is at least 30d, not " + erasureRetention);
        }
    }

    /** How many replicas must have a record before it counts as kept: one may be away, where there is more than one. */
    int minInSyncReplicas() {
        return Math.max(1, replicationFactor - 1);
    }
}
