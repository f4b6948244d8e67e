package io.p13n.reactor.archive;

import io.p13n.reactor.retention.DayPartitions;
import java.time.LocalDate;
import java.util.Collection;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The days (UTC) of which events are kept. */
@Component
class EventDays {

    private final DayPartitions days;

    EventDays(ArchiveDatabase database, ArchiveProperties properties) {
        this.days = new DayPartitions("event", properties.retention(), database.client());
    }

    /** The first day that is kept. */
    LocalDate first() {
        return days.first();
    }

    void make(Collection<LocalDate> met) {
        days.make(met);
    }

    @Scheduled(initialDelay = 0, fixedDelayString = DayPartitions.EVERY)
    void upkeep() {
        days.upkeep();
    }
}
