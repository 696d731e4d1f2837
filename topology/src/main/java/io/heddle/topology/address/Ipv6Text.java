package io.heddle.topology.address;

/** The text form of an IPv6 address: reads what RFC 4291 §2.2 allows, writes what RFC 5952 recommends. */
final class Ipv6Text {

    private static final int GROUPS = 8;

    private Ipv6Text() {}

    static IpAddress parse(String text) {
        int gap = text.indexOf("::");
        if (text.length() > 45 || (gap >= 0 && text.indexOf("::", gap + 1) >= 0)) {
            throw refusal(text);
        }
        int[] groups = new int[GROUPS];
        if (gap < 0) {
            if (read(text, text, groups, 0) != GROUPS) {
                throw refusal(text);
            }
        } else {
            int[] tail = new int[GROUPS];
            int before = read(text.substring(0, gap), text, groups, 0);
            int after = read(text.substring(gap + 2), text, tail, 0);
            if (before + after >= GROUPS) {
                throw refusal(text);
            }
            System.arraycopy(tail, 0, groups, GROUPS - after, after);
        }
        return new IpAddress(IpVersion.V6, join(groups, 0), join(groups, 4));
    }

    static String write(long high, long low) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (int) ((i < 4 ? high : low) >>> (16 * (3 - i % 4))) & 0xffff;
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = zeros(groups, i);
            if (run > length) {
                start = i;
                length = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":");
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    private static int zeros(int[] groups, int from) {
        int end = from;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end - from;
    }

    /** Reads groups separated by colons, the last of which may be a dotted quad, and returns how many there are. */
    private static int read(String part, String text, int[] groups, int from) {
        if (part.isEmpty()) {
            return from;
        }
        int count = from;
        String[] words = part.split(":", -1);
        for (int i = 0; i < words.length; i++) {
            boolean isQuad = i == words.length - 1 && words[i].indexOf('.') >= 0;
            if (count + (isQuad ? 2 : 1) > GROUPS) {
                throw refusal(text);
            }
            if (isQuad) {
                int quad = quad(words[i], text);
                groups[count++] = quad >>> 16;
                groups[count++] = quad & 0xffff;
            } else {
                groups[count++] = group(words[i], text);
            }
        }
        return count;
    }

    private static int quad(String word, String text) {
        try {
            return Ipv4Address.parse(word).value();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(refusal(text).getMessage(), e);
        }
    }

    private static int group(String word, String text) {
        if (!word.matches("[0-9a-fA-F]{1,4}")) {
            throw refusal(text);
        }
        return Integer.parseInt(word, 16);
    }

    private static long join(int[] groups, int from) {
        long joined = 0;
        for (int i = from; i < from + 4; i++) {
            joined = (joined << 16) | groups[i];
        }
        return joined;
    }

    private static IllegalArgumentException refusal(String text) {
        return new IllegalArgumentException(
                "not an IPv6 address: '" + text + "' (expected groups of hex digits such as 2001:db8::1)");
    }
}
