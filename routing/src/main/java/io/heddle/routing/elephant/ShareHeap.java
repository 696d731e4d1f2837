package io.heddle.routing.elephant;

/** Links by what they offer to each of their flows, least first; a binary heap of fixed size in two arrays. */
final class ShareHeap {

    private final double[] shares;
    private final int[] links;
    private final int[] size = {0};

    ShareHeap(int capacity) {
        shares = new double[capacity];
        links = new int[capacity];
    }

    boolean isEmpty() {
        return size[0] == 0;
    }

    double leastShare() {
        return shares[0];
    }

    void add(int link, double share) {
        int place = size[0]++;
        while (place > 0 && precedes(share, link, (place - 1) / 2)) {
            move((place - 1) / 2, place);
            place = (place - 1) / 2;
        }
        shares[place] = share;
        links[place] = link;
    }

    int removeLeast() {
        int least = links[0];
        int last = --size[0];
        double share = shares[last];
        int link = links[last];
        int place = 0;
        int child = lesserChild(place, last);
        while (child >= 0 && !precedes(share, link, child)) {
            move(child, place);
            place = child;
            child = lesserChild(place, last);
        }
        shares[place] = share;
        links[place] = link;
        return least;
    }

    private int lesserChild(int place, int end) {
        int left = 2 * place + 1;
        if (left >= end) {
            return -1;
        }
        boolean isRight = left + 1 < end && precedes(shares[left + 1], links[left + 1], left);
        return isRight ? left + 1 : left;
    }

    private void move(int from, int to) {
        shares[to] = shares[from];
        links[to] = links[from];
    }

    /** Equal shares go by link, so that the order is the same whatever happened before. */
    private boolean precedes(double share, int link, int place) {
        return share < shares[place] || (share == shares[place] && link < links[place]);
    }
}
