package io.heddle.controller.store;

import io.heddle.topology.Host;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.List;

/** Keeps where hosts are, so that a restarted controller leaves their rules alone before they speak again. */
public final class HostStore {

    private static final String PREFIX = "host/";

    private final Store store;

    /** Hosts in {@code store}. */
    public HostStore(Store store) {
        this.store = store;
    }

    record HostRecord(String ip, String mac, String location) {}

    /** All that are kept, in the order of their keys. */
    public List<Host> load() {
        return store.range(PREFIX).stream()
                .map(entry -> Stored.understood(entry, () -> {
                    HostRecord host = Json.read(entry, HostRecord.class);
                    return new Host(
                            Ipv4Address.parse(host.ip()),
                            MacAddress.parse(host.mac()),
                            BlueprintStore.point(host.location()));
                }))
                .toList();
    }

    /** Keeps {@code host} in place of any other with its address. */
    public void save(Host host) {
        HostRecord kept = new HostRecord(
                host.ip().toString(), host.mac().toString(), host.location().toString());
        Stored.done(store.commit(Transaction.put(PREFIX + host.ip(), Json.write(kept))));
    }

    /** Forgets the host of that address. */
    public void forget(Ipv4Address ip) {
        Stored.done(store.commit(Transaction.remove(PREFIX + ip)));
    }
}
