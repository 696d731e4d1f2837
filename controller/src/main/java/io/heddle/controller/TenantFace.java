package io.heddle.controller;

import io.heddle.controller.config.TenantConfig;
import io.heddle.controller.store.SqliteStore;
import io.heddle.controller.tenant.KnownAccounts;
import io.heddle.controller.tenant.OverlayInbox;
import io.heddle.controller.tenant.PortBoard;
import io.heddle.controller.tenant.TenantDesk;
import io.heddle.rest.networking.Networking;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/**
 * What tenants see of the controller, joined: the desk, who may ask there, and what is known of ports.
 *
 * @param desk where commands are carried out
 * @param networking what the HTTP side needs
 * @param adminToken the generated token; none when there is a users file
 */
record TenantFace(TenantDesk desk, Networking networking, Optional<String> adminToken) implements AutoCloseable {

    private static final String FOLDER = "tenants";

    /** Opens it; {@code inbox} is told what tenants ask for, now and whenever it changes. */
    static TenantFace open(
            TenantConfig config, Memory memory, Path folder, Clock clock, OverlayInbox inbox, PortBoard board) {
        SecureRandom random = new SecureRandom();
        Optional<String> token = config.users().isPresent()
                ? Optional.empty()
                : Optional.of(memory.adminToken(() -> KnownAccounts.newToken(random)));
        KnownAccounts accounts = config.users()
                .map(file -> KnownAccounts.of(file, random))
                .orElseGet(() -> KnownAccounts.ofAdministrator(token.orElseThrow(), random));
        TenantDesk desk = TenantDesk.open(
                new TenantDesk.Parts(
                        config.settings(), clock, random, (state, changes) -> inbox.tenantsAre(state), board),
                () -> SqliteStore.open(folder.resolve(FOLDER)));
        inbox.tenantsAre(desk.state());
        Networking networking = new Networking(desk, accounts, board, board, inbox, config.limits(), clock);
        return new TenantFace(desk, networking, token);
    }

    @Override
    public void close() {
        desk.close();
    }
}
