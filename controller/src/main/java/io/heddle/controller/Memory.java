package io.heddle.controller;

import io.heddle.controller.discovery.LldpKey;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.Lease;
import io.heddle.topology.Host;
import io.heddle.topology.clos.Blueprint;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** What must outlive the process. */
final class Memory implements AutoCloseable {

    private final LldpKey key;

    private Memory(LldpKey key) {
        this.key = key;
    }

    static Memory open(Path folder) {
        byte[] secret = new byte[LldpKey.SECRET_LENGTH];
        new SecureRandom().nextBytes(secret);
        return new Memory(new LldpKey(secret));
    }

    LldpKey lldpKey() {
        return key;
    }

    Collection<Lease> leases(Instant now) {
        return List.of();
    }

    Collection<Host> hosts() {
        return List.of();
    }

    Blueprint blueprint() {
        return Blueprint.empty();
    }

    void carryOut(Effect effect) {}

    @Override
    public void close() {}
}
