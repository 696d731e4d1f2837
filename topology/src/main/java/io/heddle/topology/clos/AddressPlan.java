package io.heddle.topology.clos;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The address that every place of a fabric has, a function of positions and host numbers alone.
 *
 * <ul>
 *   <li>Fat-tree (Al-Fares, SIGCOMM 2008 §3.2): edge {@code base.pod.index.1}, aggregation {@code base.pod.(k/2+index).1}, core
 *       {@code base.k.(plane+1).(index+1)}.
 *   <li>Folded Clos: leaf {@code base.pod.index.1}; spines count down from the top, {@code base.pod.(255−index).1}, and
 *       super-spines are {@code base.255.(plane+1).(index+1)}, so that growth renumbers nobody.
 *   <li>Leaf-spine: leaf number n is {@code base.(n/256).(n mod 256).1}, spines as super-spines.
 *   <li>Irregular: every switch as if it were a leaf.
 *   <li>Hosts, everywhere: {@code .(h+2)} in the /24 of their edge switch, whose own address {@code .1} is their gateway.
 * </ul>
 */
public final class AddressPlan {

    /** The second octet of the top tier where it is not a fat-tree's k. */
    private static final int TOP_OCTET = 255;

    private static final int MAX_OCTET = 255;
    private static final int FIRST_HOST = 2;
    private static final int LAST_HOST = 254;

    private final FabricDesign design;
    private final Blueprint blueprint;
    private final int baseOctet;
    private final Map<Ipv4Address, DatapathId> switches = new HashMap<>();

    private AddressPlan(FabricDesign design, Blueprint blueprint, int baseOctet) {
        this.design = design;
        this.blueprint = blueprint;
        this.baseOctet = baseOctet;
        blueprint.positions().forEach((dpid, position) -> {
            checkFits(position);
            DatapathId other = switches.put(addressOf(position), dpid);
            if (other != null) {
                throw new AddressSpaceExceeded("switches " + other + " and " + dpid + " would both be "
                        + addressOf(position) + ": a pod has room for 255 leaves and spines together");
            }
        });
    }

    /**
     * The plan of a recognised fabric.
     *
     * @param baseOctet the first octet of every address, 1 to 223 and not 127
     * @throws AddressSpaceExceeded when there are more pods, switches or hosts than octets can number
     */
    public static AddressPlan of(FabricDesign design, Blueprint blueprint, int baseOctet) {
        if (baseOctet < 1 || baseOctet > 223 || baseOctet == 127) {
            throw new IllegalArgumentException("the base octet is 1 to 223 and not 127, not " + baseOctet);
        }
        if (design instanceof FabricDesign.FatTree fatTree && fatTree.k() >= MAX_OCTET) {
            throw new AddressSpaceExceeded("a fat-tree has addresses up to k=254, because k is the second octet of its"
                    + " core switches; this one has k=" + fatTree.k());
        }
        blueprint.hostNumbers().forEach((port, number) -> {
            if (number + FIRST_HOST > LAST_HOST) {
                throw new AddressSpaceExceeded("an edge switch has addresses for 253 hosts; port " + port
                        + " would be number " + (number + 1));
            }
        });
        return new AddressPlan(design, blueprint, baseOctet);
    }

    /** Everything the plan can give out. */
    public IpPrefix fabricPrefix() {
        return IpPrefix.containing(Ipv4Address.of(baseOctet, 0, 0, 0), 8);
    }

    /** The switch's own address, if it has a place; for an edge switch also its hosts' gateway. */
    public Optional<Ipv4Address> switchAddress(DatapathId dpid) {
        return position(dpid).map(this::addressOf);
    }

    /** The /24 of the hosts of {@code dpid}, if that is an edge switch. */
    public Optional<IpPrefix> edgePrefix(DatapathId dpid) {
        return gateway(dpid).map(address -> IpPrefix.containing(address, 24));
    }

    /** The gateway of the hosts of {@code edge}, if that is an edge switch. */
    public Optional<Ipv4Address> gateway(DatapathId edge) {
        return position(edge).filter(place -> place.tier() == Tier.EDGE).map(this::addressOf);
    }

    /** The address of the first host behind {@code hostPort}, if that is a host port of an edge switch. */
    public Optional<Ipv4Address> hostAddress(ConnectPoint hostPort) {
        Integer number = blueprint.hostNumbers().get(hostPort);
        if (number == null) {
            return Optional.empty();
        }
        return gateway(hostPort.dpid()).map(gateway -> new Ipv4Address(gateway.value() - 1 + FIRST_HOST + number));
    }

    /** The /16 of a pod, where the design has pods and this one is among them. */
    public Optional<IpPrefix> podPrefix(int pod) {
        int pods = switch (design) {
            case FabricDesign.FatTree fatTree -> fatTree.k();
            case FabricDesign.FoldedClos ignored -> TOP_OCTET;
            case FabricDesign.LeafSpine ignored -> 0;
            case FabricDesign.Irregular ignored -> 0;
        };
        return pod >= 0 && pod < pods ? Optional.of(prefixOf(pod)) : Optional.empty();
    }

    /** The host port that {@code planned} is the address of, if there is one. */
    public Optional<ConnectPoint> hostPortOf(Ipv4Address planned) {
        DatapathId edge = switches.get(new Ipv4Address((planned.value() & ~0xff) | 1));
        int number = planned.octet(3) - FIRST_HOST;
        if (edge == null || number < 0 || gateway(edge).isEmpty()) {
            return Optional.empty();
        }
        return blueprint.hostPortsOf(edge).entrySet().stream()
                .filter(entry -> entry.getValue() == number)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The switch whose own address {@code address} is, if there is one. */
    public Optional<DatapathId> switchOf(Ipv4Address address) {
        return Optional.ofNullable(switches.get(address));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressPlan plan
                && design.equals(plan.design)
                && blueprint.equals(plan.blueprint)
                && baseOctet == plan.baseOctet;
    }

    @Override
    public int hashCode() {
        return 31 * switches.hashCode() + baseOctet;
    }

    private Optional<Position> position(DatapathId dpid) {
        return Optional.ofNullable(blueprint.positions().get(dpid));
    }

    private IpPrefix prefixOf(int pod) {
        return IpPrefix.containing(Ipv4Address.of(baseOctet, pod, 0, 0), 16);
    }

    private Ipv4Address addressOf(Position place) {
        boolean hasPods = fatTreeK().isPresent() || design instanceof FabricDesign.FoldedClos;
        return switch (place.tier()) {
            case EDGE ->
                hasPods
                        ? Ipv4Address.of(baseOctet, place.pod(), place.index(), 1)
                        : Ipv4Address.of(baseOctet, place.index() >>> 8, place.index() & 0xff, 1);
            case AGGREGATION ->
                Ipv4Address.of(
                        baseOctet,
                        place.pod(),
                        fatTreeK().isPresent() ? fatTreeK().getAsInt() / 2 + place.index() : MAX_OCTET - place.index(),
                        1);
            case CORE -> Ipv4Address.of(baseOctet, fatTreeK().orElse(TOP_OCTET), place.pod() + 1, place.index() + 1);
        };
    }

    private OptionalInt fatTreeK() {
        return design instanceof FabricDesign.FatTree fatTree ? OptionalInt.of(fatTree.k()) : OptionalInt.empty();
    }

    private void checkFits(Position place) {
        boolean isWide = design instanceof FabricDesign.LeafSpine || design instanceof FabricDesign.Irregular;
        if (place.tier() == Tier.CORE) {
            refuseAbove(place.pod(), LAST_HOST, "planes");
            refuseAbove(place.index(), LAST_HOST - 1, design.role(Tier.CORE) + " switches in a plane");
        } else if (isWide) {
            refuseAbove(place.index(), TOP_OCTET * 256 - 1, design.role(Tier.EDGE) + " switches");
        } else {
            refuseAbove(place.pod(), TOP_OCTET - 1, "pods");
            refuseAbove(place.index(), MAX_OCTET, design.role(place.tier()) + " switches in a pod");
        }
    }

    private static void refuseAbove(int number, int highest, String what) {
        if (number > highest) {
            throw new AddressSpaceExceeded(
                    "there are addresses for " + (highest + 1) + " " + what + ", not for number " + (number + 1));
        }
    }
}
