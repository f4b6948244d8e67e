package io.p13n.admin.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Which part of a list is asked for: the newest first, below a number.
 *
 * @param before what is listed is numbered below this
 * @param limit 1 to 200; 50 unless told
 */
public record Page(long before, int limit) {

    private static final int MOST = 200;
    private static final String USUAL = "50";

    /** Throws a {@link Faulted} if the query's {@code limit} or {@code before} is out of bounds. */
    public static Page of(ServerRequest request) {
        long limit = number(request, "limit", USUAL, MOST);
        long before = number(request, "before", String.valueOf(Long.MAX_VALUE), Long.MAX_VALUE);
        return new Page(before, Math.toIntExact(limit));
    }

    /** How many rows to read: one more than are shown tells whether more follow. */
    public int rows() {
        return limit + 1;
    }

    /** The answer: the rows under their name and, where more follow, {@code next}, the {@code before} of the next page. */
    public <T> Map<String, Object> answer(String name, List<T> rows, ToLongFunction<T> number) {
        List<T> shown = rows.subList(0, Math.min(limit, rows.size()));
        var answer = new LinkedHashMap<String, Object>();
        answer.put(name, shown);
        if (rows.size() > limit) {
            answer.put("next", number.applyAsLong(shown.get(limit - 1)));
        }
        return answer;
    }

    private static long number(ServerRequest request, String name, String usual, long most) {
        return parse(name, request.queryParam(name).orElse(usual), 1, most);
    }

    /** Reads a number of {@code least} to {@code most}, or throws a {@link Faulted} that names it. */
    public static long parse(String name, String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException words) {
            // said below
        }
        throw Fault.INVALID.because(
                "`" + name + "` is out of form",
                List.of(InputError.at(name, "must be a number, " + least + " to " + most)));
    }
}
