package io.heddle.topology.clos;

/**
 * What is known from before.
 *
 * @param known the blueprint
 * @param remembered its cables, seen from the ports of the present cabling
 */
record Memory(Blueprint known, Remembered remembered) {

    static Memory none(CablingGraph graph) {
        return new Memory(Blueprint.empty(), new Remembered(graph, Blueprint.empty()));
    }
}
