package io.p13n.benchmark.load;

import io.p13n.embedded.Part;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * One way to answer events, running.
 *
 * @param target where it takes them, without a path
 * @param parts its processes
 */
record Row(String name, URI target, List<Part> parts) {

    static final String P13N = "p13n";

    long cpuMillis() {
        return parts.stream().mapToLong(part -> Processor.ofProcess(part.pid())).sum();
    }

    /** The same with one process more. */
    Row with(Part part) {
        return new Row(
                name, target, Stream.concat(parts.stream(), Stream.of(part)).toList());
    }
}
