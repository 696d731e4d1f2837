package io.heddle.controller.store;

import io.heddle.controller.state.Lease;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.time.Instant;
import java.util.List;

/** Keeps which DHCP client has which address, and until when. */
public final class LeaseStore {

    private static final String PREFIX = "lease/";

    private final Store store;

    /** Leases in {@code store}. */
    public LeaseStore(Store store) {
        this.store = store;
    }

    record LeaseRecord(String ip, String mac, String location, long expiresEpochSecond) {}

    /** All that are kept, those that ran out meanwhile included, in the order of their keys. */
    public List<Lease> load() {
        return store.range(PREFIX).stream()
                .map(entry -> Stored.understood(entry, () -> {
                    LeaseRecord lease = Json.read(entry, LeaseRecord.class);
                    return new Lease(
                            Ipv4Address.parse(lease.ip()),
                            MacAddress.parse(lease.mac()),
                            BlueprintStore.point(lease.location()),
                            Instant.ofEpochSecond(lease.expiresEpochSecond()));
                }))
                .toList();
    }

    /** Keeps {@code lease} in place of any other of its address; its end is kept to the second. */
    public void save(Lease lease) {
        LeaseRecord kept = new LeaseRecord(
                lease.ip().toString(),
                lease.mac().toString(),
                lease.location().toString(),
                lease.expires().getEpochSecond());
        Stored.done(store.commit(Transaction.put(PREFIX + lease.ip(), Json.write(kept))));
    }

    /** Forgets the lease of that address. */
    public void forget(Ipv4Address ip) {
        Stored.done(store.commit(Transaction.remove(PREFIX + ip)));
    }
}
