package io.heddle.routing.tenant;

import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.sorted.PersistentMap;
import java.util.List;
import java.util.Optional;

/**
 * Everything that tenants asked for: networks, subnets, ports and quotas, with the indexes that questions and checks need.
 *
 * <p>Immutable; a change costs a few tree nodes in each index it touches. Whether a change is allowed is decided elsewhere ({@code
 * routing.tenant.request}): {@link #with} believes it, and throws {@link IllegalStateException} when it contradicts the state.
 */
public final class TenantState {

    /** How many resources a project has. */
    public record Usage(int networks, int subnets, int ports) {

        static final Usage NONE = new Usage(0, 0, 0);

        Usage plus(int moreNetworks, int moreSubnets, int morePorts) {
            return new Usage(networks + moreNetworks, subnets + moreSubnets, ports + morePorts);
        }
    }

    private static final TenantState EMPTY = new TenantState(
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            TenantIndexes.EMPTY);

    private final PersistentMap<NetworkId, TenantNetwork> networks;
    private final PersistentMap<SubnetId, TenantSubnet> subnets;
    private final PersistentMap<PortId, TenantPort> ports;
    private final PersistentMap<ProjectId, Quota> quotas;
    private final TenantIndexes indexes;

    private TenantState(
            PersistentMap<NetworkId, TenantNetwork> networks,
            PersistentMap<SubnetId, TenantSubnet> subnets,
            PersistentMap<PortId, TenantPort> ports,
            PersistentMap<ProjectId, Quota> quotas,
            TenantIndexes indexes) {
        this.networks = networks;
        this.subnets = subnets;
        this.ports = ports;
        this.quotas = quotas;
        this.indexes = indexes;
    }

    /** The state before anybody asked for anything. */
    public static TenantState empty() {
        return EMPTY;
    }

    /** All networks, by identifier. */
    public PersistentMap<NetworkId, TenantNetwork> networks() {
        return networks;
    }

    /** All subnets, by identifier. */
    public PersistentMap<SubnetId, TenantSubnet> subnets() {
        return subnets;
    }

    /** All ports, by identifier. */
    public PersistentMap<PortId, TenantPort> ports() {
        return ports;
    }

    /** The quotas of projects that have one of their own. */
    public PersistentMap<ProjectId, Quota> quotas() {
        return quotas;
    }

    /** The network, subnet or port of that identifier. */
    public Optional<? extends TenantResource> resource(ResourceId id) {
        return switch (id) {
            case NetworkId network -> networks.find(network);
            case SubnetId subnet -> subnets.find(subnet);
            case PortId port -> ports.find(port);
        };
    }

    /** The network that a resource belongs to; throws when it is not of this state. */
    public TenantNetwork networkOf(NetworkId id) {
        return networks.find(id).orElseThrow(() -> new IllegalStateException("there is no network " + id));
    }

    /** The subnets of a network, in the order of their identifiers. */
    public List<TenantSubnet> subnetsOf(NetworkId network) {
        return indexes.subnetsOf(network).keySet().stream()
                .map(id -> subnets.find(id).orElseThrow())
                .toList();
    }

    /** The ports of a network, in the order of their MAC addresses. */
    public List<TenantPort> portsOf(NetworkId network) {
        return portsByMac(network).values().stream()
                .map(id -> ports.find(id).orElseThrow())
                .toList();
    }

    /** Who has which MAC address on a network. */
    public PersistentMap<MacAddress, PortId> portsByMac(NetworkId network) {
        return indexes.macsOf(network);
    }

    /** Who has which address of a subnet. */
    public PersistentMap<IpAddress, PortId> portsByAddress(SubnetId subnet) {
        return indexes.addressesOf(subnet);
    }

    /** Which network has which segment. */
    public PersistentMap<Segment, NetworkId> segments() {
        return indexes.segments();
    }

    /** How much a project has. */
    public Usage usage(ProjectId project) {
        return indexes.usage(project);
    }

    /** This state after a change. */
    public TenantState with(TenantChange change) {
        return switch (change) {
            case TenantChange.NetworkPut put -> {
                TenantNetwork network = put.network();
                TenantIndexes next = indexes.replacing(networks.find(network.id()), Optional.of(network));
                yield new TenantState(networks.with(network.id(), network), subnets, ports, quotas, next);
            }
            case TenantChange.NetworkRemoved removed -> {
                NetworkId id = removed.network().id();
                TenantIndexes next = indexes.replacing(networks.find(id), Optional.empty());
                yield new TenantState(networks.without(id), subnets, ports, quotas, next);
            }
            case TenantChange.SubnetPut put -> {
                TenantSubnet subnet = put.subnet();
                TenantIndexes next = indexes.replacingSubnet(subnets.find(subnet.id()), Optional.of(subnet));
                yield new TenantState(networks, subnets.with(subnet.id(), subnet), ports, quotas, next);
            }
            case TenantChange.SubnetRemoved removed -> {
                SubnetId id = removed.subnet().id();
                TenantIndexes next = indexes.replacingSubnet(subnets.find(id), Optional.empty());
                yield new TenantState(networks, subnets.without(id), ports, quotas, next);
            }
            case TenantChange.PortPut put -> withPort(put.port());
            case TenantChange.PortRemoved removed -> {
                PortId id = removed.port().id();
                TenantIndexes next = indexes.replacingPort(ports.find(id), Optional.empty());
                yield new TenantState(networks, subnets, ports.without(id), quotas, next);
            }
            case TenantChange.QuotaPut put -> withQuotas(quotas.with(put.project(), put.quota()));
            case TenantChange.QuotaRemoved removed -> withQuotas(quotas.without(removed.project()));
        };
    }

    private TenantState withPort(TenantPort port) {
        TenantIndexes next = indexes.replacingPort(ports.find(port.id()), Optional.of(port));
        return new TenantState(networks, subnets, ports.with(port.id(), port), quotas, next);
    }

    private TenantState withQuotas(PersistentMap<ProjectId, Quota> others) {
        return new TenantState(networks, subnets, ports, others, indexes);
    }
}
