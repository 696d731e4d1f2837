package io.heddle.routing.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.rule.Bucket;
import io.heddle.routing.rule.Group.HashSelection;
import io.heddle.topology.address.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OvsHashTest {

    /** Computed by a predictor that was checked against {@code ofproto/trace} of Open vSwitch 3.1. */
    @ParameterizedTest(name = "{1} {2} to {3} with seed {0} takes bucket {5} of {4}")
    @CsvSource(delimiter = ' ', textBlock = """
            dda1494c73cf256d icmp 10.202.231.168:4140 10.80.7.213:3903 11:3,12:1,28:1,32:3,37:1,51:1,54:1,58:1 11
            30b17d0b09208a65 icmp 10.100.119.164:5570 10.150.255.2:29972 1:3,38:1,49:3 49
            4735af1ca7a11490 tcp 10.34.8.217:30802 10.0.109.54:24607 5:1,14:1,16:1,20:1,35:3,45:1,48:1,53:3 35
            b57a6a1dfaf8cda9 udp 10.126.51.3:11645 10.30.238.205:44701 4:1,12:1,17:1,26:1,36:1,40:3,43:1,49:1 40
            303a07b28f2df760 tcp 10.107.95.101:13976 10.51.21.254:28937 8:1,12:3,24:3,26:1,32:1,41:1,46:1,49:1 12
            027385c9421e7a60 icmp 10.7.188.96:31702 10.232.65.246:54550 4:1,18:1,24:1,53:1 4
            22bfb8e0931719fd icmp 10.53.55.10:25665 10.130.122.190:16842 9:1,11:1,14:1,15:3,19:3,39:1,40:3,52:1 15
            d2df2c206bba8d21 udp 10.228.127.16:34800 10.23.90.73:37498 4:1,8:1,11:1,14:1,18:1,30:1,33:1,46:3 4
            21af214af91acb8d udp 10.71.17.237:45939 10.9.243.234:20435 8:3,23:1 8
            089632e3f6782941 udp 10.34.159.82:35789 10.69.37.20:24103 38:1,40:3 38
            0b620dc6bcac6462 tcp 10.39.213.242:40958 10.15.255.147:43403 21:1,50:1,58:3 58
            6111b4b561e09c2f icmp 10.59.131.226:45493 10.213.169.100:38074 4:1,38:1 38
            70c61508752f7bd9 tcp 10.5.188.78:49400 10.73.103.133:59358 1:1,5:3,19:1,32:1,33:1,34:3,48:3,53:1 5
            a8f51ac557afaba6 udp 10.68.254.90:53862 10.20.32.244:11085 12:3,15:1,16:1,20:3,25:1,31:1,42:1,57:1 20
            735dc3271ce262d6 udp 10.181.158.167:12447 10.9.69.104:1621 13:1,17:3,24:1,26:1,31:1,33:1,40:1,53:1 17
            d4652689c4eb26e0 udp 10.188.39.176:16780 10.101.102.211:11711 9:1,15:1,49:3,50:1 49
            02c19aa9b6d75031 icmp 10.232.100.161:42774 10.3.192.141:57628 2:1,11:3,14:1,17:1,22:3,34:3,45:1,49:3 34
            cbf8f01a80adb24a icmp 10.199.44.251:56085 10.158.164.68:1026 13:1,20:1,29:1,41:1 29
            813547e25937c1f0 tcp 10.140.249.236:28111 10.14.111.208:52420 2:1,28:3 28
            2c42eeac08fc9878 icmp 10.44.113.113:55288 10.148.84.134:59456 8:3,43:1,50:3,58:3 50
            41aadc8c8f5a43e4 udp 10.254.102.106:1819 10.58.2.155:35280 24:1,42:1,54:1,55:1 55
            0b407faff82aead1 tcp 10.65.173.112:27495 10.243.162.28:40495 5:1,7:3,10:3,31:3,34:1,36:1,44:3,51:3 7
            ecde8a070787b26d udp 10.6.145.83:6874 10.181.125.159:32747 1:1,8:1,44:1,49:1 49
            950d76cebb1bda5d tcp 10.223.11.97:56613 10.211.81.138:41374 32:1,54:1 32
            """)
    void theBucketIsTheOneThatOpenVSwitchPicks(
            String seed, String kind, String source, String destination, String buckets, int expected) {
        HashSelection selection = new HashSelection(Long.parseUnsignedLong(seed, 16), HashSelection.FIVE_TUPLE);
        assertThat(OvsHash.pick(HashVariant.MURMUR, selection, packet(kind, source, destination), buckets(buckets)))
                .map(Bucket::id)
                .hasValue(expected);
    }

    /** Computed by a predictor in C with the processor's own CRC32C instruction. */
    @ParameterizedTest(name = "a build with CRC32C: {1} {2} to {3} with seed {0} takes bucket {5} of {4}")
    @CsvSource(delimiter = ' ', textBlock = """
            7ca5bc9284c81f3b tcp 10.175.27.145:37199 10.109.122.80:51681 5:1,7:3,9:1,18:3,27:1 18
            574752f2112258cd udp 10.204.112.110:17315 10.1.193.77:65041 7:1,8:3,16:3,24:3 8
            fadae78ca2046c0a icmp 10.135.253.38:47337 10.180.9.93:37312 8:1,15:1,16:1,19:1,20:1,25:1 25
            ed10f7055f77d663 tcp 10.91.125.179:58267 10.213.127.121:64772 9:1,17:1 9
            10772efc4ae385bc udp 10.45.98.222:1546 10.118.151.201:31398 8:1,12:3,19:1,28:3,33:1 28
            943addd1bbf6da07 icmp 10.117.142.70:15476 10.242.184.113:48741 7:1,12:3,20:1,21:3,22:1,31:1,40:1,48:1 21
            c008158e11200acb tcp 10.245.210.119:62695 10.133.106.96:9865 3:1,5:1,14:3,20:1,26:1,28:3,35:1,36:1 14
            24a98cd79da2457e udp 10.236.73.144:16079 10.10.225.28:19771 8:1,12:1,21:1,30:1,38:3 38
            610e861ea3503d1a icmp 10.97.253.194:18454 10.240.98.47:32870 6:1,7:1,11:1,17:1,26:3,33:1 11
            4e3d45fff1194f2c tcp 10.129.11.159:13995 10.193.97.210:26339 2:1,9:3 9
            811abb6288151155 udp 10.120.76.74:52248 10.165.218.95:39393 8:1,16:1,23:1,25:1 23
            bea5d24b35929185 icmp 10.215.133.165:45860 10.44.153.232:14559 3:1,4:1,13:1 3
            """)
    void theBucketOfABuildWithCrc32cIsAnother(
            String seed, String kind, String source, String destination, String buckets, int expected) {
        HashSelection selection = new HashSelection(Long.parseUnsignedLong(seed, 16), HashSelection.FIVE_TUPLE);
        assertThat(OvsHash.pick(HashVariant.CRC32C, selection, packet(kind, source, destination), buckets(buckets)))
                .map(Bucket::id)
                .hasValue(expected);
    }

    @Test
    void withoutALiveBucketThereIsNone() {
        HashSelection selection = new HashSelection(1, HashSelection.FIVE_TUPLE);
        assertThat(OvsHash.pick(HashVariant.MURMUR, selection, packet("udp", "10.0.0.2:1", "10.0.0.3:2"), List.of()))
                .isEmpty();
    }

    @Test
    void aBucketThatGoesAwayMovesOnlyTheFlowsThatWereOnIt() {
        HashSelection selection = new HashSelection(42, HashSelection.FIVE_TUPLE);
        List<Bucket> all = buckets("1:1,2:1,3:1,4:1");
        List<Bucket> fewer = buckets("1:1,2:1,4:1");
        for (int port = 1; port <= 200; port++) {
            Packet packet = packet("udp", "10.0.0.2:" + port, "10.1.0.2:9");
            int before = OvsHash.pick(HashVariant.MURMUR, selection, packet, all)
                    .orElseThrow()
                    .id();
            int after = OvsHash.pick(HashVariant.MURMUR, selection, packet, fewer)
                    .orElseThrow()
                    .id();
            assertThat(after == before || before == 3).isTrue();
        }
    }

    private static Packet packet(String kind, String source, String destination) {
        String[] from = source.split(":", -1);
        String[] to = destination.split(":", -1);
        Ipv4Address sender = Ipv4Address.parse(from[0]);
        Ipv4Address receiver = Ipv4Address.parse(to[0]);
        return switch (kind) {
            case "tcp" -> Packet.tcp(sender, Integer.parseInt(from[1]), receiver, Integer.parseInt(to[1]));
            case "udp" -> Packet.udp(sender, Integer.parseInt(from[1]), receiver, Integer.parseInt(to[1]));
            default -> Packet.icmp(sender, receiver, 8, 0);
        };
    }

    private static List<Bucket> buckets(String text) {
        List<Bucket> buckets = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            String[] parts = each.split(":", -1);
            buckets.add(
                    new Bucket(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Optional.empty(), List.of()));
        }
        return buckets;
    }
}
