package io.p13n.benchmark.load.floor;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** An answer as large as that of a decision, always the same. */
final class Offers {

    private static final int RETURNED = 7;
    private static final String BODY = IntStream.range(0, RETURNED)
            .mapToObj(offer -> """
                    {"name":"offer_%d","attributes":{"hello":"Welcome back, Ada!","seen":3,"banner":{"image":"/banner-%d.png"}}}""".formatted(offer, offer))
            .collect(Collectors.joining(",", "{\"offers\":[", "]}"));

    private Offers() {}

    static Mono<ServerResponse> answer() {
        return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(BODY);
    }
}
