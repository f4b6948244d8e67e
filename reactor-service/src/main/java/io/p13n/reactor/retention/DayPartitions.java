package io.p13n.reactor.retention;

import io.p13n.reactor.sql.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The days (UTC) of which a table keeps rows, each a partition: those to come are made ahead, those past the retention are
 * dropped as a whole.
 */
public final class DayPartitions {

    public static final String UPKEEP = "1h";

    /** How often it is time for {@link #upkeep()}, as a setting. */
    public static final String EVERY = "${p13n.reactor.archive.upkeep:" + UPKEEP + "}";

    private static final Logger log = LoggerFactory.getLogger(DayPartitions.class);

    private static final String MAKE = "select make_day(:table, :day) where to_regclass(day_of(:table, :day)) is null";

    /** So that nobody waits for a partition at midnight, nor after a day without upkeep. */
    private static final int AHEAD = 2;

    private final String table;
    private final long retention;
    private final JdbcClient database;
    private final Clock clock = Clock.systemUTC();

    /**
     * The days of a table.
     *
     * @param retention for how long rows are kept; whole days count
     */
    public DayPartitions(String table, Duration retention, JdbcClient database) {
        this.table = table;
        this.retention = retention.toDays();
        this.database = database;
    }

    /** The first day that is kept. */
    public LocalDate first() {
        return today().minusDays(retention);
    }

    /**
     * Makes the partitions that lack of those days: a replay or a slow archive meets old ones. The table is asked each time,
     * for a restored one lacks days that this replica has seen.
     */
    public void make(Collection<LocalDate> days) {
        days.forEach(this::make);
    }

    private void make(LocalDate day) {
        database.sql(MAKE).param("table", table).param("day", day).query(row -> {});
    }

    /** Makes and drops what is due. A failure is logged, and the next run tries again. */
    public void upkeep() {
        LocalDate first = first();
        try {
            today().datesUntil(today().plusDays(AHEAD + 1)).forEach(this::make);
            int dropped = database.sql("select drop_days(:table, :first)")
                    .param("table", table)
                    .param("first", first)
                    .query(Integer.class)
                    .single();
            if (dropped > 0) {
                log.info("dropped {} days of {}, from before {}", dropped, table, first);
            }
        } catch (DataAccessException failure) {
            log.warn("the days of {} stay as they are: {}", table, Reason.of(failure));
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
