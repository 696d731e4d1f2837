package io.heddle.controller.ovsdb;

import static io.heddle.controller.ovsdb.SwitchTables.MARK;

import io.heddle.controller.ovsdb.data.Row;
import io.heddle.routing.tenant.PortId;
import java.util.Map;
import java.util.Optional;

/**
 * The cable of a subport: two patch ports of the integration bridge. One end is the subport's interface; to the other one goes what the
 * trunk's interface receives for it. Names are made of the port's identifier, and short enough for every switch.
 *
 * @param subport whose it is
 */
record SubportCable(PortId subport) {

    private static final String FAR_KEY = MARK + "-subport";
    private static final int DIGITS = 11;
    private static final String PREFIX = "hdl";

    /** The name of the end that is the subport's interface. */
    String near() {
        return name("i");
    }

    /** The name of the end at the trunk. */
    String far() {
        return name("t");
    }

    private String name(String end) {
        String digits = subport.value().toString().replace("-", "");
        return PREFIX + digits.substring(digits.length() - DIGITS) + end;
    }

    /** By what the end that is the subport's interface is known, beside that it is ours. */
    Map<String, String> nearNotes() {
        return Map.of(MARK, "true", "iface-id", subport.toString());
    }

    /** By what the end at the trunk is known. */
    Map<String, String> farNotes() {
        return Map.of(MARK, "true", FAR_KEY, subport.toString());
    }

    /** The subport at whose cable's far end {@code device} is. */
    static Optional<PortId> at(Row device) {
        return ServerTables.isOurs(device)
                ? Optional.ofNullable(device.texts("external_ids").get(FAR_KEY))
                        .flatMap(text -> SwitchTables.read(() -> PortId.parse(text)))
                : Optional.empty();
    }
}
