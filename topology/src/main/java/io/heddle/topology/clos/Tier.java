package io.heddle.topology.clos;

/** A layer of a folded Clos, bottom to top. A leaf-spine has {@link #EDGE} (leaves) and {@link #CORE} (spines) only. */
public enum Tier {
    /** Switches that hosts are attached to: edge switches, leaves, top-of-rack switches. */
    EDGE,
    /** The middle of a three-tier design: aggregation switches, or the spines of a pod. */
    AGGREGATION,
    /** The top: core switches, spines of a two-tier design, super-spines. */
    CORE
}
