package io.heddle.controller;

import io.heddle.controller.discovery.LldpKey;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.Elephants;
import io.heddle.controller.state.Lease;
import io.heddle.controller.store.BlueprintStore;
import io.heddle.controller.store.ElephantStore;
import io.heddle.controller.store.HostStore;
import io.heddle.controller.store.LeaseStore;
import io.heddle.controller.store.SecretStore;
import io.heddle.controller.store.SqliteStore;
import io.heddle.controller.store.Store;
import io.heddle.routing.elephant.SchedulerName;
import io.heddle.topology.Host;
import io.heddle.topology.clos.Blueprint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** What must outlive the process, in one store: read when the controller starts, written effect by effect, durable at once. */
final class Memory implements AutoCloseable {

    private final Store store;
    private final BlueprintStore blueprints;
    private final HostStore hosts;
    private final LeaseStore leases;
    private final SecretStore secrets;
    private final ElephantStore elephants;

    private Memory(Store store) {
        this.store = store;
        blueprints = new BlueprintStore(store);
        hosts = new HostStore(store);
        leases = new LeaseStore(store);
        secrets = new SecretStore(store);
        elephants = new ElephantStore(store);
    }

    /** Opens the store in {@code folder}; throws {@code StoreException}, which says what to do, when it cannot be relied on. */
    static Memory open(Path folder) {
        return new Memory(SqliteStore.open(folder));
    }

    /** The key of LLDP frames, made by {@code maker} the first time. */
    LldpKey lldpKey(Supplier<byte[]> maker) {
        return new LldpKey(secrets.secret(SecretStore.LLDP, maker));
    }

    /** The token of the one administrator that there is without a users file, made by {@code maker} the first time. */
    String adminToken(Supplier<String> maker) {
        byte[] token = secrets.secret(SecretStore.ADMIN_TOKEN, () -> maker.get().getBytes(StandardCharsets.US_ASCII));
        return new String(token, StandardCharsets.US_ASCII);
    }

    List<Lease> leases() {
        return leases.load();
    }

    List<Host> hosts() {
        return hosts.load();
    }

    Blueprint blueprint() {
        return blueprints.load();
    }

    /** Who places large flows, {@code otherwise} where nobody was chosen, and the flows that are pinned. */
    Elephants elephants(SchedulerName otherwise) {
        return Elephants.remembered(elephants.scheduler().orElse(otherwise), elephants.pins());
    }

    /** Remembers or forgets what {@code effect} says; effects for switches are not for here. */
    void carryOut(Effect effect) {
        switch (effect) {
            case Effect.SaveBlueprint save -> blueprints.save(save.blueprint());
            case Effect.SaveLease save -> leases.save(save.lease());
            case Effect.ForgetLease forget -> leases.forget(forget.ip());
            case Effect.SaveHost save -> hosts.save(save.host());
            case Effect.ForgetHost forget -> hosts.forget(forget.ip());
            case Effect.DatabaseEffect other -> throw new IllegalStateException("not to be remembered: " + other);
            case Effect.SaveScheduler save -> elephants.saveScheduler(save.scheduler());
            case Effect.SavePin save -> elephants.savePin(save.flow(), save.through());
            case Effect.ForgetPin forget -> elephants.forgetPin(forget.flow());
            case Effect.Answer other -> throw new IllegalStateException("not to be remembered: " + other);
            case Effect.SwitchEffect other -> throw new IllegalStateException("not to be remembered: " + other);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
