package io.p13n.benchmark.load.standard;

import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** What a visitor looked at. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record PageView(
        String customerId,
        String email,
        String tdClientId,
        String eventName,
        String productId,
        double price,
        String tdPath) {}
