package io.p13n.benchmark.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** What Linux keeps of processes; CPU time in milliseconds. */
final class Processor {

    private static final Path PROC = Path.of("/proc");
    private static final int MILLIS_PER_TICK = 10; // USER_HZ is 100 on all that Java runs on
    private static final int FIRST_FIELD = 3; // after the name, which may contain anything, and a parenthesis
    private static final int USER = 14 - FIRST_FIELD;
    private static final int CHILDREN_USER = 16 - FIRST_FIELD;

    private static final Pattern ORDINAL = Pattern.compile("[-#.0-9]+$");

    private Processor() {}

    /** What a process has used. */
    static long ofProcess(long pid) {
        return millis(fields(pid));
    }

    private static long millis(String[] fields) {
        return (Long.parseLong(fields[USER]) + Long.parseLong(fields[USER + 1])) * MILLIS_PER_TICK;
    }

    /** What a process and its children have used, those included that are gone. */
    static long ofFamily(long pid) {
        String[] fields = fields(pid);
        long gone =
                (Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_USER + 1])) * MILLIS_PER_TICK;
        return ofProcess(pid)
                + gone
                + ofChildren(pid).values().stream().mapToLong(Long::longValue).sum();
    }

    /** What each child of a process has used. */
    static Map<Long, Long> ofChildren(long pid) {
        var used = new TreeMap<Long, Long>();
        children(pid).forEach(child -> used.put(child, ofChild(child)));
        return used;
    }

    private static long ofChild(long pid) {
        try {
            return ofProcess(pid);
        } catch (UncheckedIOException gone) {
            return 0;
        }
    }

    /** What a process has used, by the names of its threads without what numbers them; a thread that ends takes its share along. */
    static Map<String, Long> ofThreads(long pid) {
        var used = new TreeMap<String, Long>();
        try (var threads = Files.list(PROC.resolve(String.valueOf(pid)).resolve("task"))) {
            for (Path thread : threads.toList()) {
                try {
                    String stat = Files.readString(thread.resolve("stat"));
                    String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
                    used.merge(ORDINAL.matcher(name).replaceAll(""), millis(afterName(stat)), Long::sum);
                } catch (NoSuchFileException gone) {
                    // it has ended since they were listed
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return used;
    }

    /** How many threads a process has. */
    static long threads(long pid) {
        try (var threads = Files.list(PROC.resolve(String.valueOf(pid)).resolve("task"))) {
            return threads.count();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The memory of a process that is resident; of what it shares with others its share. 0 if it is gone. */
    static long proportionalKibibytes(long pid) {
        try (var lines = Files.lines(PROC.resolve(String.valueOf(pid)).resolve("smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .sum();
        } catch (IOException gone) {
            return 0;
        }
    }

    /** The same of a process and its children together. */
    static long proportionalKibibytesOfFamily(long pid) {
        return proportionalKibibytes(pid)
                + children(pid).map(Processor::proportionalKibibytes).sum();
    }

    private static LongStream children(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::children)
                .filter(ProcessHandle::isAlive)
                .mapToLong(ProcessHandle::pid);
    }

    private static String[] fields(long pid) {
        return afterName(read(PROC.resolve(String.valueOf(pid)).resolve("stat")));
    }

    private static String[] afterName(String stat) {
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }

    /** What the whole machine has used until now. */
    static Machine ofMachine() {
        long[] ticks = Arrays.stream(read(PROC.resolve("stat"))
                        .lines()
                        .findFirst()
                        .orElseThrow()
                        .split(" +"))
                .skip(1)
                .limit(8) // what guests use is contained in what users do
                .mapToLong(Long::parseLong)
                .map(each -> each * MILLIS_PER_TICK)
                .toArray();
        long all = Arrays.stream(ticks).sum();
        long unused = ticks[3] + ticks[4]; // idle, and waiting for a disk
        return new Machine(all, all - unused - ticks[7], ticks[7]);
    }

    /**
     * The time of all processors together.
     *
     * @param busy by any process here
     * @param stolen by other machines on the same hardware
     */
    record Machine(long all, long busy, long stolen) {}

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException("CPU time is told by Linux alone", failed);
        }
    }
}
