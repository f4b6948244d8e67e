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
        return switch (random.nextInt(18)) {
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
            case 13 -> ofRows(depth);
            case 14 -> ofMaps(depth);
            case 15 -> ofScalars(depth);
            case 16 -> compared(duration(depth - 1), duration(depth - 1));
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

    /** Over lists of rows, some of which lack a field. */
    private String ofRows(int depth) {
        var variable = "v" + variables++;
        return one(
                "(" + rows(depth - 1) + "." + one("all", "exists", "exists_one") + "(" + variable + ", "
                        + ofRow(variable) + "))",
                "(" + rows(0) + " == " + rows(depth - 1) + ")",
                "(" + text(0) + " in " + rows(depth - 1) + ".map(" + variable + ", " + variable + ".id))",
                compared(
                        rows(0) + "[" + one("0", "1", "-1", "event.k") + "]." + one("id", "price"),
                        one("\"x\"", "2.5")),
                rows(0) + "[?" + place() + "].?" + one("id", "price", "none") + ".hasValue()",
                compared("size(" + rows(depth - 1) + ")", integer(0)));
    }

    /** Of lists that are asked by {@code [?…]}; beyond an int the library fails even so. */
    private String place() {
        return one("0", "1", "2", "5", "-1");
    }

    private String rows(int depth) {
        if (depth <= 0) {
            return "profile.cart";
        }
        var variable = "v" + variables++;
        return rows(depth - 1) + ".filter(" + variable + ", " + ofRow(variable) + ")";
    }

    private String ofRow(String row) {
        return one(
                "has(" + row + ".price)",
                compared(row + ".price", decimal(0)),
                compared(row + one(".id", "[\"id\"]"), text(0)),
                compared(row + ".?price.orValue(" + decimal(0) + ")", decimal(0)),
                "(" + text(0) + " in " + row + ")");
    }

    /** Over maps; what {@code has} asks for is missing by its last step only, for the library fails where more is. */
    private String ofMaps(int depth) {
        var variable = "v" + variables++;
        return one(
                "has(event.o.m." + one("k", "none") + ")",
                "(" + one("\"k\"", "\"none\"", text(0)) + " in event.o)",
                compared(
                        "event.o" + one(".m.k", "[\"m\"].k", ".m[\"k\"]", "[\"m\"][" + text(0) + "]"),
                        one("2", "\"x\"")),
                "event.o." + one("all", "exists", "exists_one") + "(" + variable + ", " + compared(variable, text(0))
                        + ")",
                "event." + one("?o.?m.?k", "?o.m.k", "o.?m[?\"none\"]", "?none.?m.k") + ".hasValue()",
                compared("event.?o.?m.?k.orValue(" + integer(depth - 1) + ")", integer(0)));
    }

    /** Over what aggregates of lists hold: values of any type. */
    private String ofScalars(int depth) {
        var variable = "v" + variables++;
        return one(
                compared("profile.last", one(text(0), decimal(0), integer(0), "true")),
                "(" + one("profile.last", text(0), decimal(0)) + " in profile.tags)",
                compared("profile.tags[" + one("0", "1") + "]", one("profile.last", text(0))),
                compared("profile.tags[?" + place() + "].orValue(" + one("profile.last", text(0)) + ")", text(0)),
                "profile.tags." + one("all", "exists", "exists_one") + "(" + variable + ", "
                        + compared(variable, one("profile.last", text(depth - 1))) + ")");
    }

    /** Of whole seconds: the library fails on sums and differences with a negative part of a second. */
    private String duration(int depth) {
        return depth <= 0
                ? one("duration(\"1h\")", "duration(\"-90s\")", "duration(event.length)")
                : one(
                        "(" + duration(depth - 1) + one(" + ", " - ") + duration(0) + ")",
                        "(" + moment(depth - 1) + " - " + moment(0) + ")");
    }

    private String integer(int depth) {
        if (depth <= 0) {
            return one("event.n", "event[\"k\"]", "3", "-1", "0", "9223372036854775807", "size(event.s)");
        }
        return one(
                "event.l[?" + place() + "].orValue(" + integer(0) + ")",
                one(duration(depth - 1), "duration(\"1.25s\")") + "."
                        + one("getHours()", "getMinutes()", "getSeconds()", "getMilliseconds()"),
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
                ? one(
                        "event.s",
                        "profile.name",
                        "\"x\"",
                        "\"\"",
                        "event.o.k",
                        "event.o[\"k\"]",
                        "event[?\"s\"].orValue(\"x\")",
                        "event.?o.?none.orValue(\"y\")",
                        "profile.cart[?0].?id.orValue(\"x\")")
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
                integers(depth - 1) + ".map(" + variable + ", " + compared(variable, integer(0)) + ", " + variable
                        + " * " + integer(0) + ")",
                "(" + integers(0) + " + " + integers(0) + ")");
    }

    private String compared(String one, String other) {
        return "(" + one + " " + ORDERS.get(random.nextInt(ORDERS.size())) + " " + other + ")";
    }

    private String one(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
