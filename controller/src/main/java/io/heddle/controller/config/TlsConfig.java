package io.heddle.controller.config;

import io.heddle.controller.tls.TlsFiles;
import java.util.Optional;

/**
 * Whether switches and databases are spoken to with TLS.
 *
 * @param files our certificate and whom we believe; none for no TLS
 * @param plainOpenFlow a port at which switches are awaited without TLS all the same
 * @param plainOvsdb one for databases
 */
public record TlsConfig(Optional<TlsFiles> files, Optional<Integer> plainOpenFlow, Optional<Integer> plainOvsdb) {

    public TlsConfig {
        if (files.isEmpty() && (plainOpenFlow.isPresent() || plainOvsdb.isPresent())) {
            throw new IllegalArgumentException(
                    "plain-openflow and plain-ovsdb are ports beside those with TLS; without certificates openflow.port and"
                            + " ovsdb.port are plain");
        }
    }

    /** No TLS. */
    public static TlsConfig none() {
        return new TlsConfig(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
