package io.heddle.routing.tenant.policy;

import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.SecurityRule.Span;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that a policy allows: connections of some kind from some to some.
 *
 * @param from who begins them: a set of ports, one port, or {@link #OUTSIDE}
 * @param to with whom: a set of ports, one port, or {@link #INTERNET}
 * @param protocol the IP protocol; any if empty
 * @param ports the destination ports, or the type and code of ICMP; any if empty
 */
public record PolicyLine(String from, String to, Optional<Integer> protocol, Optional<Span> ports) {

    /** Everybody who lets in what comes from there, whatever the address. */
    public static final String INTERNET = "internet";
    /** Anybody, whatever the address. */
    public static final String OUTSIDE = "outside";

    private static final String PREFIX = "policy line ";
    private static final Pattern DESCRIPTION =
            Pattern.compile(PREFIX + "(\\d{1,4}): (\\S+) to (\\S+?)(?:, (\\S+?)(?: (\\d{1,5})(?:-(-?\\d{1,5}))?)?)?");

    /** A line, and which of its statement it is, from 1. */
    public record Numbered(int number, PolicyLine line) {}

    /** As people say it, such as {@code outside to web, tcp 443}. */
    public String text() {
        String what = protocol.map(number -> ", " + IpProtocol.nameOf(number)).orElse("");
        String which = ports.map(span -> " " + span.first() + (span.first() == span.last() ? "" : "-" + span.last()))
                .orElse("");
        return from + " to " + to + what + which;
    }

    /** What describes a rule that is there for this line, which is the given one of its statement. */
    public String description(int number) {
        return PREFIX + number + ": " + text();
    }

    /** The line that a rule is there for, by its description. */
    public static Optional<Numbered> read(String description) {
        Matcher found = DESCRIPTION.matcher(description);
        if (!found.matches()) {
            return Optional.empty();
        }
        Optional<Span> span = Optional.ofNullable(found.group(5))
                .map(Integer::parseInt)
                .map(first -> new Span(
                        first,
                        Optional.ofNullable(found.group(6))
                                .map(Integer::parseInt)
                                .orElse(first)));
        Optional<Integer> protocol = Optional.ofNullable(found.group(4)).flatMap(IpProtocol::numberOf);
        return Optional.of(new Numbered(
                Integer.parseInt(found.group(1)), new PolicyLine(found.group(2), found.group(3), protocol, span)));
    }
}
