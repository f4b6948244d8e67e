package io.p13n.offer.definition;

import java.util.regex.Pattern;

/** Addresses as an allow list writes them: one, or a block in CIDR notation. */
final class AddressBlock {

    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final Pattern V4 = Pattern.compile("(" + BYTE + "\\.){3}" + BYTE + "(/(3[0-2]|[12]?[0-9]))?");
    private static final Pattern V6_SHAPE = Pattern.compile("([0-9a-fA-F:]{2,39})(/(12[0-8]|1[01][0-9]|[1-9]?[0-9]))?");

    private AddressBlock() {}

    static String text(Value value) {
        var text = value.text();
        if (!text.isEmpty() && !V4.matcher(text).matches() && !isV6(text)) {
            value.refuse("`" + text + "` must be an IP address or block, like 10.0.0.0/8 or 2001:db8::/32");
        }
        return text;
    }

    /** Eight groups of up to four digits, or fewer and one {@code ::}. */
    private static boolean isV6(String text) {
        var matcher = V6_SHAPE.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        var halves = matcher.group(1).split("::", -1);
        if (halves.length > 2) {
            return false;
        }
        int groups = 0;
        for (var half : halves) {
            var count = groups(half);
            if (count < 0) {
                return false;
            }
            groups += count;
        }
        return halves.length == 2 ? groups < 8 : groups == 8;
    }

    /** How many groups a half of an address has; -1 if one is malformed. */
    private static int groups(String half) {
        if (half.isEmpty()) {
            return 0;
        }
        var groups = half.split(":", -1);
        for (var group : groups) {
            if (group.isEmpty() || group.length() > 4) {
                return -1;
            }
        }
        return groups.length;
    }
}
