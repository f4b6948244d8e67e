package io.p13n.offer.criteria;

import java.util.List;
import java.util.Random;

/** Makes well-typed criteria at random, over fields that may hold another type than expected. */
final class Expressions {

    private static final List<String> ORDERS = List.of("<", "<=", ">", ">=", "==", "!=");

    private final Random random;
    private int variables;

    Expressions(Random random) {
        this.random = random;
    }

    String truth(int depth) {
        if (depth <= 0) {
            return one(
                    "event.b",
                    "profile.known",
                    "true",
                    "false",
                    "(\"7\" in segments)",
                    "has(event.o.k)",
                    "(event.s == \"x\")");
        }
        return switch (random.nextInt(14)) {
            case 0, 1 -> "(" + truth(depth - 1) + " && " + truth(depth - 1) + ")";
            case 2, 3 -> "(" + truth(depth - 1) + " || " + truth(depth - 1) + ")";
            case 4 -> "!(" + truth(depth - 1) + ")";
            case 5 -> "(" + truth(depth - 1) + " ? " + truth(depth - 1) + " : " + truth(depth - 1) + ")";
            case 6 -> compared(integer(depth - 1), integer(depth - 1));
            case 7 -> compared(decimal(depth - 1), random.nextBoolean() ? decimal(depth - 1) : "2");
            case 8 -> compared(text(depth - 1), text(depth - 1));
            case 9 -> compared(moment(depth - 1), moment(depth - 1));
            case 10 -> text(depth - 1) + "." + one("startsWith", "endsWith", "contains") + "(" + text(depth - 1) + ")";
            case 11 ->
                one(
                        text(depth - 1) + ".matches(\"" + one("^x", "a+", "(s|x)[0-9]*$", "") + "\")",
                        "(" + integer(depth - 1) + " in " + integers(depth - 1) + ")",
                        "(" + text(depth - 1) + " in [\"x\", " + text(0) + "])");
            case 12 -> macro(depth);
            default ->
                one(
                        "(" + integers(depth - 1) + " == " + integers(depth - 1) + ")",
                        "event.?" + one("n", "s", "o") + ".hasValue()",
                        compared("event." + one("n", "s", "d", "b"), one("3", "2.5", "\"x\"", "event.n")));
        };
    }

    private String macro(int depth) {
        var variable = "v" + variables++;
        return "(" + integers(depth - 1) + "." + one("all", "exists", "exists_one") + "(" + variable + ", "
                + compared(variable, integer(depth - 2)) + one("", " && " + truth(depth - 2)) + "))";
    }

    private String integer(int depth) {
        if (depth <= 0) {
            return one("event.n", "event.k", "3", "-1", "0", "9223372036854775807", "size(event.s)");
        }
        return one(
                "(" + integer(depth - 1) + one(" + ", " - ", " * ", " / ", " % ") + integer(depth - 1) + ")",
                "-" + one("event.n", "event.k"),
                "size(" + integers(depth - 1) + ")",
                "event.l[" + integer(0) + "]",
                "event.?n.orValue(" + integer(0) + ")",
                moment(0) + "." + one("getHours()", "getDayOfWeek()", "getMonth()", "getDate(\"Europe/Berlin\")"),
                "(" + truth(depth - 1) + " ? " + integer(depth - 1) + " : " + integer(depth - 1) + ")");
    }

    private String decimal(int depth) {
        return depth <= 0
                ? one("event.d", "profile.views", "2.5", "-0.5")
                : "(" + decimal(depth - 1) + one(" + ", " - ", " * ") + decimal(depth - 1) + one("", " / 2.5") + ")";
    }

    private String text(int depth) {
        return depth <= 0
                ? one("event.s", "profile.name", "\"x\"", "\"\"", "event.o.k")
                : "(" + text(depth - 1) + " + " + text(0) + ")";
    }

    private String moment(int depth) {
        return depth <= 0
                ? one("now", "profile.since", "timestamp(\"2026-01-01T00:00:00Z\")", "timestamp(event.iso)")
                : "(" + moment(depth - 1) + one(" + ", " - ") + "duration(\"" + one("1h", "90m", "-3s") + "\"))";
    }

    private String integers(int depth) {
        if (depth <= 0) {
            return one("event.l", "[1, 2]", "[event.n, 2]");
        }
        var variable = "v" + variables++;
        return one(
                integers(depth - 1) + ".filter(" + variable + ", " + compared(variable, integer(0)) + ")",
                integers(depth - 1) + ".map(" + variable + ", " + variable + " + " + integer(0) + ")",
                "(" + integers(0) + " + " + integers(0) + ")");
    }

    private String compared(String one, String other) {
        return "(" + one + " " + ORDERS.get(random.nextInt(ORDERS.size())) + " " + other + ")";
    }

    private String one(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
