package io.heddle.topology;

import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.sorted.PersistentMap;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map of hosts by address that also knows who is where: what happens at one switch is found and changed there, at the cost
 * of the hosts behind it.
 */
// What a topology promises is a SortedMap; the other half of NavigableMap nobody reads.
@SuppressWarnings({"JdkObsolete", "ReferenceEquality"}) // the map keeps its instance when nothing changed
public final class HostMap extends AbstractMap<Ipv4Address, Host> implements SortedMap<Ipv4Address, Host> {

    private static final HostMap EMPTY = new HostMap(PersistentMap.empty(), PersistentMap.empty());

    private final PersistentMap<Ipv4Address, Host> byAddress;
    private final PersistentMap<DatapathId, List<Host>> bySwitch;

    private HostMap(PersistentMap<Ipv4Address, Host> byAddress, PersistentMap<DatapathId, List<Host>> bySwitch) {
        this.byAddress = byAddress;
        this.bySwitch = bySwitch;
    }

    /** No hosts. */
    public static HostMap empty() {
        return EMPTY;
    }

    /** The hosts of {@code hosts}, each under its own address; the same map when it is one of this kind. */
    public static HostMap copyOf(SortedMap<Ipv4Address, Host> hosts) {
        if (hosts instanceof HostMap same) {
            return same;
        }
        HostMap copy = EMPTY;
        for (Host host : hosts.values()) {
            copy = copy.with(host);
        }
        return copy;
    }

    /** The hosts behind {@code dpid}, by address. */
    public List<Host> at(DatapathId dpid) {
        return bySwitch.getOrDefault(dpid, List.of());
    }

    /** The hosts at {@code point}, by address. */
    public List<Host> at(ConnectPoint point) {
        return at(point.dpid()).stream()
                .filter(host -> host.location().equals(point))
                .toList();
    }

    /** This map with {@code host} in place of the host of the same address. */
    public HostMap with(Host host) {
        PersistentMap<Ipv4Address, Host> changed = byAddress.with(host.ip(), host);
        if (changed == byAddress) {
            return this;
        }
        HostMap others = without(host.ip());
        List<Host> behind = new ArrayList<>(others.at(host.location().dpid()));
        behind.add(host);
        behind.sort(Comparator.comparing(Host::ip));
        return new HostMap(changed, others.bySwitch.with(host.location().dpid(), List.copyOf(behind)));
    }

    /** This map without the host of that address. */
    public HostMap without(Ipv4Address ip) {
        Host gone = byAddress.get(ip);
        if (gone == null) {
            return this;
        }
        DatapathId dpid = gone.location().dpid();
        List<Host> left =
                at(dpid).stream().filter(host -> !host.ip().equals(ip)).toList();
        return new HostMap(byAddress.without(ip), left.isEmpty() ? bySwitch.without(dpid) : bySwitch.with(dpid, left));
    }

    @Override
    public int size() {
        return byAddress.size();
    }

    @Override
    public @Nullable Host get(@Nullable Object ip) {
        return byAddress.get(ip);
    }

    @Override
    public boolean containsKey(@Nullable Object ip) {
        return byAddress.containsKey(ip);
    }

    @Override
    public Set<Map.Entry<Ipv4Address, Host>> entrySet() {
        return byAddress.entrySet();
    }

    @Override
    public void forEach(BiConsumer<? super Ipv4Address, ? super Host> action) {
        byAddress.forEach(action);
    }

    @Override
    public @Nullable Comparator<? super Ipv4Address> comparator() {
        return null;
    }

    @Override
    public SortedMap<Ipv4Address, Host> subMap(Ipv4Address fromKey, Ipv4Address toKey) {
        return byAddress.subMap(fromKey, toKey);
    }

    @Override
    public SortedMap<Ipv4Address, Host> headMap(Ipv4Address toKey) {
        return byAddress.headMap(toKey);
    }

    @Override
    public SortedMap<Ipv4Address, Host> tailMap(Ipv4Address fromKey) {
        return byAddress.tailMap(fromKey);
    }

    @Override
    public Ipv4Address firstKey() {
        return byAddress.firstKey();
    }

    @Override
    public Ipv4Address lastKey() {
        return byAddress.lastKey();
    }
}
