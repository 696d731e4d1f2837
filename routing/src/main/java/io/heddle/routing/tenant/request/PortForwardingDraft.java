package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.IpProtocol;
import java.util.UUID;

/**
 * A forwarded port of a floating address that is asked for.
 *
 * @param id its identifier, new
 * @param protocol TCP or UDP
 * @param externalPort the port of the floating address, 1 to 65535
 * @param inside whom it is to lead to
 * @param internalPort the port there, 1 to 65535
 * @param description the owner's words
 */
public record PortForwardingDraft(
        UUID id,
        IpProtocol protocol,
        int externalPort,
        FloatingTarget.At inside,
        int internalPort,
        String description) {}
