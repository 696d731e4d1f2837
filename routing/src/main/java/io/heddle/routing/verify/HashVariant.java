package io.heddle.routing.verify;

/**
 * The hash function in a build of Open vSwitch, which was fixed when it was compiled (its {@code lib/hash.h}).
 *
 * <p>No message tells which one a switch has, only the buckets it picks do: {@link HashProbe}.
 */
public enum HashVariant {

    /** The mixing of MurmurHash3 (x86, 32 bits): builds for any processor, such as Debian's. */
    MURMUR {
        @Override
        int add(int hash, int word) {
            int mixed = Integer.rotateLeft(word * 0xcc9e2d51, 15) * 0x1b873593;
            return Integer.rotateLeft(hash ^ mixed, 13) * 5 + 0xe6546b64;
        }

        @Override
        int finish(int hash, int last) {
            int mixed = hash ^ last;
            mixed = (mixed ^ (mixed >>> 16)) * 0x85ebca6b;
            mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
            return mixed ^ (mixed >>> 16);
        }

        @Override
        int of(long number) {
            return finish(add(add(0, (int) number), (int) (number >>> 32)), 8);
        }

        @Override
        int of(int first, int second) {
            return finish(add(add(first, 0), second), 8);
        }
    },

    /** The CRC32C instruction: builds for x86-64 with SSE4.2, and for 64-bit ARM with its CRC extension. */
    CRC32C {
        @Override
        int add(int hash, int word) {
            int crc = hash ^ word;
            for (int octet = 0; octet < Integer.BYTES; octet++) {
                crc = (crc >>> 8) ^ CASTAGNOLI[crc & 0xff];
            }
            return crc;
        }

        @Override
        int finish(int hash, int last) {
            int mixed = add(add(hash, last), 0) * 0x805204f3;
            return mixed ^ (mixed >>> 16);
        }

        @Override
        int of(long number) {
            return of((int) number, (int) (number >>> 32));
        }

        @Override
        int of(int first, int second) {
            return finish(add(add(0, first), second), 23);
        }
    };

    private static final int[] CASTAGNOLI = table();

    /** Mixes one more word in. */
    abstract int add(int hash, int word);

    /** The hash of everything mixed in, with one number more: for octets, how many there were. */
    abstract int finish(int hash, int last);

    /** The hash of a 64-bit number. */
    abstract int of(long number);

    /** The hash of two words. */
    abstract int of(int first, int second);

    /** The remainders of all octets by Castagnoli's polynomial (RFC 3720 §12.1), lowest bit first. */
    private static int[] table() {
        int[] table = new int[256];
        for (int octet = 0; octet < table.length; octet++) {
            int crc = octet;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ ((crc & 1) * 0x82f63b78);
            }
            table[octet] = crc;
        }
        return table;
    }
}
