package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What a server that is the way out of routers does for their external network: from whom frames come in, and who is next on the way of
 * packets that go out.
 *
 * <p>Next is the receiver if it is on the network, or else the gateway of the first of the network's subnets that has one, of the
 * version that the packet is of.
 */
final class OutsideRules {

    private final Match inside;
    private final List<TenantSubnet> subnets;
    private final SortedMap<IpAddress, MacAddress> learned;
    private final SortedSet<IpAddress> members;
    private final List<Action> uplink;

    /**
     * Rules for the network that {@code inside} matches.
     *
     * @param learned who was found there
     * @param members the addresses of ports of tenants there
     * @param uplink how frames leave for it
     */
    OutsideRules(
            Match inside,
            List<TenantSubnet> subnets,
            SortedMap<IpAddress, MacAddress> learned,
            SortedSet<IpAddress> members,
            List<Action> uplink) {
        this.inside = inside;
        this.subnets = subnets;
        this.learned = learned;
        this.members = members;
        this.uplink = uplink;
    }

    void addTo(Rules rules) {
        rules.goTo(OverlayPipeline.ENTER, OverlayPipeline.REST, inside, Purpose.ADMISSION, OverlayPipeline.ARRIVED);
        members.forEach(address -> rules.end(
                OverlayPipeline.OUTSIDE,
                OverlayPipeline.SERVICE,
                Frames.to(inside, Cidr.of(address)),
                Purpose.ROUTING,
                Frames.again(OverlayPipeline.NEIGHBOUR)));
        learned.forEach((address, mac) -> rules.end(
                OverlayPipeline.OUTSIDE,
                OverlayPipeline.KNOWN,
                Frames.to(inside, Cidr.of(address)),
                Purpose.ROUTING,
                via(mac)));
        for (TenantSubnet subnet : subnets) {
            rules.add(Rules.asking(
                    OverlayPipeline.OUTSIDE,
                    OverlayPipeline.REST,
                    Frames.to(inside, subnet.cidr()),
                    TenantPunt.RESOLUTION));
        }
        addBeyond(rules, IpVersion.V4, Match.IPV4);
        addBeyond(rules, IpVersion.V6, Match.IPV6);
    }

    private void addBeyond(Rules rules, IpVersion version, int type) {
        gateway(version)
                .ifPresent(mac -> rules.end(
                        OverlayPipeline.OUTSIDE,
                        OverlayPipeline.BEYOND,
                        inside.ethType(type),
                        Purpose.ROUTING,
                        via(mac)));
    }

    private Optional<MacAddress> gateway(IpVersion version) {
        return subnets.stream()
                .flatMap(subnet -> subnet.gateway().stream())
                .filter(address -> address.version() == version)
                .findFirst()
                .flatMap(address -> Optional.ofNullable(learned.get(address)));
    }

    private List<Action> via(MacAddress mac) {
        List<Action> actions = new ArrayList<>();
        actions.add(new Action.SetField(Field.ETH_DST, mac.value()));
        actions.addAll(uplink);
        return actions;
    }
}
