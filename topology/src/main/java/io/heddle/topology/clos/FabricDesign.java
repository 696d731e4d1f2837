package io.heddle.topology.clos;

/** The design a fabric was built to, as far as its cabling tells. */
public sealed interface FabricDesign {

    /** What a person calls it, with its parameters, such as {@code fat-tree k=4}. */
    String title();

    /** What the field calls a switch of {@code tier} in this design. */
    default String role(Tier tier) {
        return switch (tier) {
            case EDGE -> "edge";
            case AGGREGATION -> "aggregation";
            case CORE -> "core";
        };
    }

    /**
     * A k-ary fat-tree (Al-Fares, SIGCOMM 2008 §3.1): k pods of k/2 edge and k/2 aggregation switches, (k/2)² cores.
     *
     * @param k the number of ports of every switch; even, at least 2
     */
    record FatTree(int k) implements FabricDesign {
        public FatTree {
            if (k < 2 || k % 2 != 0) {
                throw new IllegalArgumentException("the k of a fat-tree is even and at least 2, not " + k);
            }
        }

        @Override
        public String title() {
            return "fat-tree k=" + k;
        }
    }

    /**
     * A two-tier folded Clos: every leaf has {@code parallel} cables to every spine.
     *
     * @param spines the number of spines, at least 1
     * @param leaves the number of leaves, at least 1
     * @param parallel cables between each leaf and each spine, at least 1
     */
    record LeafSpine(int spines, int leaves, int parallel) implements FabricDesign {
        public LeafSpine {
            if (spines < 1 || leaves < 1 || parallel < 1) {
                throw new IllegalArgumentException("a leaf-spine cannot have " + spines + " spines, " + leaves
                        + " leaves and " + parallel + " parallel cables");
            }
        }

        @Override
        public String title() {
            return "leaf-spine with " + spines + " spines and " + leaves + " leaves"
                    + (parallel > 1 ? ", " + parallel + " parallel cables" : "");
        }

        @Override
        public String role(Tier tier) {
            return tier == Tier.EDGE ? "leaf" : "spine";
        }
    }

    /**
     * A three-tier folded Clos that is no fat-tree: unequal pods, oversubscription or parallel links are allowed.
     *
     * @param pods the number of pods
     * @param planes the number of planes: the groups of core switches that share their aggregation switches
     * @param edges edge switches in all
     * @param aggregations aggregation switches in all
     * @param cores core switches in all
     */
    record FoldedClos(int pods, int planes, int edges, int aggregations, int cores) implements FabricDesign {
        @Override
        public String title() {
            return "folded Clos with " + pods + " pods, " + edges + " leaves, " + aggregations + " spines and " + cores
                    + " super-spines";
        }

        @Override
        public String role(Tier tier) {
            return switch (tier) {
                case EDGE -> "leaf";
                case AGGREGATION -> "spine";
                case CORE -> "super-spine";
            };
        }
    }

    /**
     * Not a Clos; hosts still get addresses and shortest-path ECMP.
     *
     * @param reason why, as the end of the sentence "not a Clos because …"
     */
    record Irregular(String reason) implements FabricDesign {
        @Override
        public String title() {
            return "not a Clos because " + reason;
        }

        @Override
        public String role(Tier tier) {
            return "switch";
        }
    }
}
