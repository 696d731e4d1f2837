package io.heddle.routing.verify.space;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Boolean functions of numbered variables, as reduced ordered binary decision diagrams that share their nodes (Bryant 1986): two functions
 * are equal exactly if their numbers are. Nodes are never given back; whoever is done with all functions lets go of the whole.
 */
final class DecisionDiagrams {

    static final int NEVER = 0;
    static final int ALWAYS = 1;

    /** Where in its row of the table of all nodes a node has its variable, what it is without and with it, and the next of its chain. */
    private static final int VARIABLE = 0;

    private static final int LOW = 1;
    private static final int HIGH = 2;
    private static final int CHAIN = 3;
    private static final int ROW = 4;

    private static final int AND = 1;
    private static final int OR = 2;
    private static final int MINUS = 3;

    private static final int FIRST_SIZE = 1 << 14;
    private static final int MEMO_SLOTS = 1 << 18;

    /** The table of all nodes, row by row, and the first nodes of their chains. */
    private final int[][] tables = {new int[FIRST_SIZE * ROW], new int[FIRST_SIZE]};

    private final int[] count = {2};
    /** Of each slot the operation, its arguments, and the result. */
    private final int[] memo = new int[MEMO_SLOTS * 4];

    DecisionDiagrams() {
        tables[0][NEVER * ROW + VARIABLE] = Integer.MAX_VALUE;
        tables[0][ALWAYS * ROW + VARIABLE] = Integer.MAX_VALUE;
    }

    /** How many nodes there are: the measure of time and memory spent. */
    int size() {
        return count[0];
    }

    private int at(int node, int what) {
        return tables[0][node * ROW + what];
    }

    /** {@code high} where the variable is set and {@code low} where not; both are about higher variables only. */
    int node(int variable, int low, int high) {
        if (low == high) {
            return low;
        }
        int[] nodes = tables[0];
        int[] heads = tables[1];
        int slot = hash(variable, low, high) & (heads.length - 1);
        for (int node = heads[slot]; node != 0; node = nodes[node * ROW + CHAIN]) {
            int row = node * ROW;
            if (nodes[row + VARIABLE] == variable && nodes[row + LOW] == low && nodes[row + HIGH] == high) {
                return node;
            }
        }
        if (count[0] == heads.length) {
            grow();
            return node(variable, low, high);
        }
        int added = count[0]++;
        nodes[added * ROW + VARIABLE] = variable;
        nodes[added * ROW + LOW] = low;
        nodes[added * ROW + HIGH] = high;
        nodes[added * ROW + CHAIN] = heads[slot];
        heads[slot] = added;
        return added;
    }

    private void grow() {
        int size = tables[1].length * 2;
        int[] nodes = Arrays.copyOf(tables[0], size * ROW);
        int[] heads = new int[size];
        for (int node = 2; node < count[0]; node++) {
            int row = node * ROW;
            int slot = hash(nodes[row + VARIABLE], nodes[row + LOW], nodes[row + HIGH]) & (size - 1);
            nodes[row + CHAIN] = heads[slot];
            heads[slot] = node;
        }
        tables[0] = nodes;
        tables[1] = heads;
    }

    int and(int one, int other) {
        if (one == other || other == ALWAYS) {
            return one;
        }
        if (one == NEVER || other == NEVER) {
            return NEVER;
        }
        return one == ALWAYS ? other : apply(AND, Math.min(one, other), Math.max(one, other));
    }

    int or(int one, int other) {
        if (one == other || other == NEVER) {
            return one;
        }
        if (one == ALWAYS || other == ALWAYS) {
            return ALWAYS;
        }
        return one == NEVER ? other : apply(OR, Math.min(one, other), Math.max(one, other));
    }

    int minus(int one, int other) {
        if (one == NEVER || other == ALWAYS || one == other) {
            return NEVER;
        }
        return other == NEVER ? one : apply(MINUS, one, other);
    }

    private int apply(int operation, int one, int other) {
        int slot = (hash(operation, one, other) & (MEMO_SLOTS - 1)) * 4;
        if (memo[slot] == operation && memo[slot + 1] == one && memo[slot + 2] == other) {
            return memo[slot + 3];
        }
        int variable = Math.min(at(one, VARIABLE), at(other, VARIABLE));
        int low = dispatch(operation, branch(one, variable, LOW), branch(other, variable, LOW));
        int high = dispatch(operation, branch(one, variable, HIGH), branch(other, variable, HIGH));
        int result = node(variable, low, high);
        memo[slot] = operation;
        memo[slot + 1] = one;
        memo[slot + 2] = other;
        memo[slot + 3] = result;
        return result;
    }

    private int dispatch(int operation, int one, int other) {
        return operation == AND ? and(one, other) : operation == OR ? or(one, other) : minus(one, other);
    }

    private int branch(int node, int variable, int side) {
        return at(node, VARIABLE) == variable ? at(node, side) : node;
    }

    /** Whether, for some values of the variables from {@code first} to before {@code end}, the function is true. */
    int exists(int node, int first, int end) {
        return exists(node, first, end, new HashMap<>());
    }

    private int exists(int node, int first, int end, Map<Integer, Integer> done) {
        int variable = at(node, VARIABLE);
        if (variable >= end) {
            return node;
        }
        Integer known = done.get(node);
        if (known != null) {
            return known;
        }
        int low = exists(at(node, LOW), first, end, done);
        int high = exists(at(node, HIGH), first, end, done);
        int result = variable >= first ? or(low, high) : node(variable, low, high);
        done.put(node, result);
        return result;
    }

    /** The function with each variable replaced by the one that {@code names} has in its place, which are all different. */
    int renamed(int node, int[] names) {
        return renamed(node, names, new HashMap<>());
    }

    private int renamed(int node, int[] names, Map<Integer, Integer> done) {
        if (node <= ALWAYS) {
            return node;
        }
        Integer known = done.get(node);
        if (known != null) {
            return known;
        }
        int low = renamed(at(node, LOW), names, done);
        int high = renamed(at(node, HIGH), names, done);
        int isSet = node(names[at(node, VARIABLE)], NEVER, ALWAYS);
        int result = or(and(isSet, high), minus(low, isSet));
        done.put(node, result);
        return result;
    }

    /** Values of all variables for which a function that is not {@link #NEVER} is true; those that do not matter are not set. */
    boolean[] example(int function, int variables) {
        boolean[] values = new boolean[variables];
        int node = function;
        while (node > ALWAYS) {
            boolean isSet = at(node, LOW) == NEVER;
            values[at(node, VARIABLE)] = isSet;
            node = at(node, isSet ? HIGH : LOW);
        }
        if (node == NEVER) {
            throw new IllegalStateException("nothing makes a function true that is never true");
        }
        return values;
    }

    private static int hash(int one, int two, int three) {
        int mixed = (one * 0x9e37_79b1 + two) * 0x85eb_ca6b + three;
        mixed = (mixed ^ mixed >>> 15) * 0xc2b2_ae35;
        return mixed ^ mixed >>> 13;
    }
}
