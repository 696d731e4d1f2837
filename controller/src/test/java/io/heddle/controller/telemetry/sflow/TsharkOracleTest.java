package io.heddle.controller.telemetry.sflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.address.Ipv4Address;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Open vSwitch sent, as we read it and as Wireshark does; skipped where tshark is not installed. */
class TsharkOracleTest {

    private static final Path TSHARK = Path.of("/usr/bin/tshark");
    private static final Pattern RATE = Pattern.compile(" +Sampling rate: 1 out of (\\d+) packets");
    private static final Pattern POOL = Pattern.compile(" +Sample pool: (\\d+) total packets");
    private static final Pattern INPUT = Pattern.compile(" +Input interface \\(ifIndex\\): (\\d+)");
    private static final Pattern LENGTH = Pattern.compile(" +Frame Length: (\\d+)");
    private static final Pattern STRIPPED = Pattern.compile(" +Payload stripped: (\\d+)");
    private static final Pattern ADDRESSES =
            Pattern.compile(" +Internet Protocol Version 4, Src: ([0-9.]+), Dst: ([0-9.]+)");
    private static final Pattern PORTS = Pattern.compile(
            " +(Transmission Control Protocol|User Datagram Protocol), Src Port: (\\d+), Dst Port: (\\d+).*");

    @TempDir
    private Path folder;

    /** One sample as tshark tells it; only the first addresses and ports in it count, and none that an ICMP error quotes. */
    private static final class Told {
        private final List<String> facts = new ArrayList<>();
        private long length;
        private String addresses = "";
        private String flow = "no flow";
        private boolean isIcmp;

        void read(String line) {
            for (Pattern pattern : List.of(RATE, POOL, INPUT)) {
                Matcher number = pattern.matcher(line);
                if (number.matches()) {
                    facts.add(number.group(1));
                }
            }
            Matcher found = LENGTH.matcher(line);
            if (found.matches()) {
                length = Long.parseLong(found.group(1));
            }
            found = STRIPPED.matcher(line);
            if (found.matches()) {
                length -= Long.parseLong(found.group(1));
            }
            found = ADDRESSES.matcher(line);
            if (addresses.isEmpty() && found.matches()) {
                addresses = found.group(1) + " " + found.group(2);
            }
            isIcmp |= line.strip().startsWith("Internet Control Message Protocol");
            found = PORTS.matcher(line);
            if (!isIcmp && flow.equals("no flow") && found.matches()) {
                int protocol = found.group(1).startsWith("T") ? FlowKey.TCP : FlowKey.UDP;
                String[] both = addresses.split(" ", -1);
                flow = new FlowKey(
                                Ipv4Address.parse(both[0]),
                                Ipv4Address.parse(both[1]),
                                protocol,
                                Integer.parseInt(found.group(2)),
                                Integer.parseInt(found.group(3)))
                        + ", " + length;
            }
        }

        @Override
        public String toString() {
            return String.join(" ", facts) + " " + flow;
        }
    }

    @Test
    void everySampleReadsAsTsharkReadsIt() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(TSHARK), "tshark is not installed: the samples were not checked against it");
        List<String> ours = new ArrayList<>();
        for (byte[] datagram : Captured.datagrams()) {
            for (SflowSample sample :
                    SflowDatagram.parse(datagram).orElseThrow().samples()) {
                if (sample instanceof SflowSample.OfPacket packet) {
                    String flow = packet.frame()
                            .map(frame -> frame.flow() + ", " + frame.bytes())
                            .orElse("no flow");
                    ours.add(packet.rate() + " " + Integer.toUnsignedLong(packet.pool()) + " " + packet.input() + " "
                            + flow);
                }
            }
        }
        List<String> theirs = samplesByTshark();
        assertThat(theirs).hasSizeGreaterThan(80);
        assertThat(ours).isEqualTo(theirs);
    }

    private List<String> samplesByTshark() throws IOException, InterruptedException {
        Path capture = Files.write(folder.resolve(Captured.FILE), Captured.file());
        Process process = new ProcessBuilder(TSHARK.toString(), "-r", capture.toString(), "-V")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        List<Told> samples = new ArrayList<>();
        boolean isInside = false;
        for (String line : text.lines().toList()) {
            if (line.matches(" +Flow sample, seq \\d+")) {
                samples.add(new Told());
                isInside = true;
            } else if (line.startsWith("Frame ") || line.matches(" +Counters sample, seq \\d+")) {
                isInside = false;
            } else if (isInside) {
                samples.getLast().read(line);
            }
        }
        return samples.stream().map(Told::toString).toList();
    }
}
