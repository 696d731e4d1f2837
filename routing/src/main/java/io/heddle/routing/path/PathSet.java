package io.heddle.routing.path;

import io.heddle.topology.ConnectPoint;
import java.util.List;

/**
 * All ways from one host port to another that some flow takes, each flow taking one of them.
 *
 * @param source where packets come in
 * @param destination where they are delivered
 * @param count how many there are
 * @param paths the first of them, in the order of the ports they leave by
 */
public record PathSet(ConnectPoint source, ConnectPoint destination, long count, List<Path> paths) {

    public PathSet {
        if (count < paths.size()) {
            throw new IllegalArgumentException("there are " + paths.size() + " paths here, more than " + count);
        }
        paths = List.copyOf(paths);
    }
}
