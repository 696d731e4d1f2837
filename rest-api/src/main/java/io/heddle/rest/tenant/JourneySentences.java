package io.heddle.rest.tenant;

import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.RuleText;
import io.heddle.routing.rule.TableId;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.trace.Journey;
import io.heddle.routing.tenant.trace.Overlay;
import io.heddle.routing.verify.Step;
import io.heddle.routing.verify.StepText;
import java.util.Locale;
import java.util.Optional;

/** How a packet ended, in words. */
final class JourneySentences {

    private final Overlay overlay;

    JourneySentences(Overlay overlay) {
        this.overlay = overlay;
    }

    /** The kind of end, in a word. */
    static String word(Journey.End end) {
        return switch (end) {
            case Journey.Asked ignored -> "to-controller";
            default -> end.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        };
    }

    /** How and why, in a sentence; {@code at} is the last bridge. */
    String of(Journey.End end, Optional<Journey.AtServer> at) {
        return switch (end) {
            case Journey.Delivered(PortId port, var place, var packet) ->
                "Delivered to port " + port(port) + " on server " + overlay.name(place.dpid()) + ".";
            case Journey.Answered(PortId port, var bridge, var packet) ->
                "Answered by the bridge of server " + overlay.name(bridge) + ": it comes back to port " + port(port)
                        + " as " + packet + ".";
            case Journey.Left(var bridge, String physical, var packet) ->
                "Leaves by physical network " + physical + " of server " + overlay.name(bridge) + " as " + packet + ".";
            case Journey.Asked(var bridge, Optional<Purpose> purpose, var packet) ->
                "Server " + overlay.name(bridge) + " hands it to the controller: " + what(purpose) + ".";
            case Journey.Dropped(var bridge, Step last) ->
                "Dropped by server " + overlay.name(bridge) + ": " + why(last) + ".";
            case Journey.Lost(String reason) -> reason;
            case Journey.Unsent(String reason) -> "Not sent: " + reason;
        };
    }

    private String port(PortId id) {
        String name = overlay.tenants().ports().find(id).map(TenantPort::name).orElse("");
        return name.isEmpty() ? id.toString() : name + " (" + id + ")";
    }

    private static String what(Optional<Purpose> purpose) {
        return switch (purpose.orElse(Purpose.MISS)) {
            case TENANT_DHCP -> "it answers DHCP";
            case TENANT_SOLICITATION -> "it answers router solicitations";
            case TENANT_ROUTER -> "it answers for the router";
            case TENANT_RESOLUTION -> "it asks who has that address on the external network, and this packet is lost";
            case TENANT_TOO_LARGE -> "it tells the sender that the packet is too large";
            case TENANT_PROBE -> "it sees that a probe has come to its port";
            case TENANT_ERROR -> "it puts right what the error quotes, and sends it on";
            default -> "by the rule that matched last";
        };
    }

    /** Where and by which rule. */
    private static String why(Step last) {
        return switch (last) {
            case Step.Matched matched
            when matched.rule().key().priority() == 0 -> {
                TableId table = matched.rule().key().table();
                yield OverlayTables.reason(table) + " (table " + table + ", " + OverlayTables.name(table)
                        + ", where only the last rule matches)";
            }
            case Step.Matched matched ->
                "by the rule " + RuleText.of(matched.rule()) + " ("
                        + OverlayTables.name(matched.rule().key().table()) + ")";
            default -> StepText.reason(last);
        };
    }
}
