package io.heddle.controller.packet;

/** The one's complement checksum of the Internet (RFC 1071). */
final class InternetChecksum {

    private InternetChecksum() {}

    /** The checksum of {@code data[from, to)}, to be stored where the data holds zero; 0 when the data holds its right checksum. */
    static int of(byte[] data, int from, int to) {
        return finish(sum(data, from, to));
    }

    /** The unfolded sum of the 16-bit words of {@code data[from, to)}, an odd last byte being the high half of a word. */
    static long sum(byte[] data, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i += 2) {
            int low = i + 1 < to ? data[i + 1] & 0xff : 0;
            sum += ((data[i] & 0xff) << 8) | low;
        }
        return sum;
    }

    /** Folds a sum and complements it. */
    static int finish(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (int) (~folded & 0xffff);
    }
}
