package io.p13n.offer.criteria;

import static io.p13n.offer.criteria.Unknown.UNKNOWN;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** {@code now.getHours("Europe/Berlin")} and its like: a part of a moment in a time zone, or of a duration. */
final class TimePart extends Node {

    private static final Map<String, ToLongFunction<ZonedDateTime>> OF_A_MOMENT = Map.of(
            "getFullYear",
            ZonedDateTime::getYear,
            "getMonth",
            time -> time.getMonthValue() - 1L,
            "getDate",
            ZonedDateTime::getDayOfMonth,
            "getDayOfMonth",
            time -> time.getDayOfMonth() - 1L,
            "getDayOfWeek",
            time -> time.getDayOfWeek().getValue() % 7,
            "getDayOfYear",
            time -> time.getDayOfYear() - 1L,
            "getHours",
            ZonedDateTime::getHour,
            "getMinutes",
            ZonedDateTime::getMinute,
            "getSeconds",
            ZonedDateTime::getSecond,
            "getMilliseconds",
            time -> time.getNano() / 1_000_000);

    private static final Map<String, ToLongFunction<Duration>> OF_A_DURATION = Map.of(
            "getHours", Duration::toHours,
            "getMinutes", Duration::toMinutes,
            "getSeconds", Duration::toSeconds,
            "getMilliseconds", duration -> duration.toMillis() % 1000);

    private final Node operand;
    private final ZoneId zone;
    private final @Nullable ToLongFunction<ZonedDateTime> ofMoment;
    private final @Nullable ToLongFunction<Duration> ofDuration;

    TimePart(String function, Node operand, ZoneId zone) {
        this.operand = operand;
        this.zone = zone;
        this.ofMoment = OF_A_MOMENT.get(function);
        this.ofDuration = OF_A_DURATION.get(function);
    }

    static boolean isOne(String function) {
        return OF_A_MOMENT.containsKey(function);
    }

    @Override
    Object value(Facts facts, Locals locals) {
        var value = operand.value(facts, locals);
        if (value instanceof Instant moment && ofMoment != null) {
            return ofMoment.applyAsLong(moment.atZone(zone));
        }
        return value instanceof Duration duration && ofDuration != null
                ? (Object) ofDuration.applyAsLong(duration)
                : UNKNOWN;
    }
}
