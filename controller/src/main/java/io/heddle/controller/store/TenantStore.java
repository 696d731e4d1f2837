package io.heddle.controller.store;

import io.heddle.controller.store.Transaction.Operation;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.ResourceType;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantResource;
import io.heddle.routing.tenant.TenantState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps what tenants asked for: an entry for each resource and quota. */
public final class TenantStore {

    private static final String RESOURCE = "tenant/";
    private static final String QUOTA = "tenant/quota/";

    /** In the order in which they can be read, each after what it speaks of. */
    private static final List<ResourceType> TYPES = List.of(ResourceType.values());

    private final Store store;

    /** What tenants asked for, in {@code store}. */
    public TenantStore(Store store) {
        this.store = store;
    }

    /** All that is kept. */
    public TenantState load() {
        TenantState state = TenantState.empty();
        for (ResourceType type : TYPES) {
            for (Entry entry : store.range(keys(type))) {
                state = with(state, entry, new TenantChange.Put(TenantRecords.read(type, entry)));
            }
        }
        for (Entry entry : store.range(QUOTA)) {
            ProjectId project = new ProjectId(entry.key().substring(QUOTA.length()));
            state = with(state, entry, new TenantChange.QuotaPut(project, TenantRecords.quota(entry)));
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

    private static TenantState with(TenantState state, Entry entry, TenantChange change) {
        return Stored.understood(entry, () -> {
            try {
                return state.with(change);
            } catch (IllegalStateException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        });
    }

    private static String keys(ResourceType type) {
        return RESOURCE + type.apiName() + "/";
    }

    private static String key(TenantResource resource) {
        return keys(ResourceType.of(resource.id())) + resource.id();
    }

    private static Operation operation(TenantChange change) {
        return switch (change) {
            case TenantChange.Put(TenantResource resource) ->
                new Operation.Put(key(resource), Json.write(TenantRecords.of(resource)));
            case TenantChange.Removed(TenantResource resource) -> new Operation.Remove(key(resource));
            case TenantChange.QuotaPut put ->
                new Operation.Put(QUOTA + put.project(), Json.write(TenantRecords.of(put.quota())));
            case TenantChange.QuotaRemoved removed -> new Operation.Remove(QUOTA + removed.project());
        };
    }
}
