package io.heddle.rest.view;

import io.heddle.rest.view.ElephantsRepresentation.FlowKeyRepresentation;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.address.Ipv4Address;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How flows are named in paths: {@code tcp-10.0.0.2-40000-10.1.0.2-5001}. */
public final class FlowIds {

    private static final Pattern FORM =
            Pattern.compile("(tcp|udp)-([0-9.]{7,15})-([0-9]{1,5})-([0-9.]{7,15})-([0-9]{1,5})");

    private FlowIds() {}

    /** The name of {@code flow}. */
    public static String of(FlowKey flow) {
        return protocol(flow) + "-" + flow.source() + "-" + flow.sourcePort() + "-" + flow.destination() + "-"
                + flow.destinationPort();
    }

    /** The flow of that name; throws {@link IllegalArgumentException} with what is wrong where there is none. */
    public static FlowKey parse(String id) {
        Matcher parts = FORM.matcher(id);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + id + "' does not name a flow");
        }
        return new FlowKey(
                Ipv4Address.parse(parts.group(2)),
                Ipv4Address.parse(parts.group(4)),
                parts.group(1).equals("tcp") ? FlowKey.TCP : FlowKey.UDP,
                Integer.parseInt(parts.group(3)),
                Integer.parseInt(parts.group(5)));
    }

    static FlowKeyRepresentation representation(FlowKey flow) {
        return new FlowKeyRepresentation(
                of(flow),
                flow.source().toString(),
                flow.destination().toString(),
                protocol(flow),
                flow.sourcePort(),
                flow.destinationPort());
    }

    private static String protocol(FlowKey flow) {
        return flow.protocol() == FlowKey.TCP ? "tcp" : "udp";
    }
}
