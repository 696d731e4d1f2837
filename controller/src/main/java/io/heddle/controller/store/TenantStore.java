package io.heddle.controller.store;

import io.heddle.controller.store.Transaction.Operation;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.Quota;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps what tenants asked for: an entry for each network, subnet, port and quota. */
public final class TenantStore {

    private static final String NETWORK = "tenant/network/";
    private static final String SUBNET = "tenant/subnet/";
    private static final String PORT = "tenant/port/";
    private static final String QUOTA = "tenant/quota/";

    private final Store store;

    /** What tenants asked for, in {@code store}. */
    public TenantStore(Store store) {
        this.store = store;
    }

    /** All that is kept. */
    public TenantState load() {
        TenantState state = TenantState.empty();
        for (Entry entry : store.range(NETWORK)) {
            state = with(state, entry);
        }
        for (Entry entry : store.range(SUBNET)) {
            state = with(state, entry);
        }
        for (Entry entry : store.range(PORT)) {
            state = with(state, entry);
        }
        for (Entry entry : store.range(QUOTA)) {
            state = with(state, entry);
        }
        return state;
    }

    /** Keeps all of {@code changes}, or nothing; durable when it returns. */
    public void save(List<TenantChange> changes) {
        Map<String, Operation> operations = new LinkedHashMap<>();
        for (TenantChange change : changes) {
            Operation operation = operation(change);
            operations.put(operation.key(), operation);
        }
        if (!operations.isEmpty()) {
            Stored.done(store.commit(new Transaction(List.of(), new ArrayList<>(operations.values()))));
        }
    }

    private static TenantState with(TenantState state, Entry entry) {
        return Stored.understood(entry, () -> {
            try {
                return state.with(change(entry));
            } catch (IllegalStateException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        });
    }

    private static TenantChange change(Entry entry) {
        String key = entry.key();
        if (key.startsWith(NETWORK)) {
            return new TenantChange.NetworkPut(
                    Json.read(entry, TenantRecords.Network.class).network());
        } else if (key.startsWith(SUBNET)) {
            return new TenantChange.SubnetPut(
                    Json.read(entry, TenantRecords.Subnet.class).subnet());
        } else if (key.startsWith(PORT)) {
            return new TenantChange.PortPut(
                    Json.read(entry, TenantRecords.Port.class).port());
        }
        return new TenantChange.QuotaPut(new ProjectId(key.substring(QUOTA.length())), Json.read(entry, Quota.class));
    }

    private static Operation operation(TenantChange change) {
        return switch (change) {
            case TenantChange.NetworkPut put ->
                new Operation.Put(NETWORK + put.network().id(), Json.write(TenantRecords.Network.of(put.network())));
            case TenantChange.NetworkRemoved removed ->
                new Operation.Remove(NETWORK + removed.network().id());
            case TenantChange.SubnetPut put ->
                new Operation.Put(SUBNET + put.subnet().id(), Json.write(TenantRecords.Subnet.of(put.subnet())));
            case TenantChange.SubnetRemoved removed ->
                new Operation.Remove(SUBNET + removed.subnet().id());
            case TenantChange.PortPut put ->
                new Operation.Put(PORT + put.port().id(), Json.write(TenantRecords.Port.of(put.port())));
            case TenantChange.PortRemoved removed ->
                new Operation.Remove(PORT + removed.port().id());
            case TenantChange.QuotaPut put -> new Operation.Put(QUOTA + put.project(), Json.write(put.quota()));
            case TenantChange.QuotaRemoved removed -> new Operation.Remove(QUOTA + removed.project());
        };
    }
}
