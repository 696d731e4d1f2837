package io.heddle.rest.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * A switch with its ports; in JSON one flat object.
 *
 * @param summary everything but the ports
 * @param ports its ports in order of number
 */
public record SwitchRepresentation(@JsonUnwrapped SwitchSummary summary, List<PortRepresentation> ports) {

    public SwitchRepresentation {
        ports = List.copyOf(ports);
    }
}
