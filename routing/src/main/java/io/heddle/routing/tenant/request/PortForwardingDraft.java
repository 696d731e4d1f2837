package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.PortSpan;
import java.util.UUID;

/**
 * A forwarded port of a floating address that is asked for.
 *
 * @param id its identifier, new
 * @param protocol TCP or UDP
 * @param external the ports of the floating address
 * @param inside whom it is to lead to
 * @param internal the ports there
 * @param description the owner's words
 */
public record PortForwardingDraft(
        UUID id,
        IpProtocol protocol,
        PortSpan external,
        FloatingTarget.At inside,
        PortSpan internal,
        String description) {}
