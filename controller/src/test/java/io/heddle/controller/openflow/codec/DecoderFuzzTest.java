package io.heddle.controller.openflow.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.openflow.SamplePlan;
import io.heddle.controller.state.ProtocolVersion;
import io.heddle.topology.Port;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.MacAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reader against bytes that are nearly right: it may find them unreadable, but it neither throws, nor hangs, nor leaks. */
class DecoderFuzzTest {
    private static final int MUTANTS_EACH = 400_000;
    private static final int[] TELLING = {0, 1, 2, 3, 4, 7, 8, 16, 0x7f, 0x80, 0xfe, 0xff};

    private static List<byte[]> corpus(ProtocolVersion version) {
        Replies replies = new Replies(version);
        Port port = new Port(new PortNumber(3), "eth3", new MacAddress(3), true, 10_000_000L);
        List<ByteBuf> messages = new ArrayList<>(replies.contents(SamplePlan.of(version)));
        SamplePlan.rules().forEach(rule -> messages.add(replies.rules(3, true, List.of(rule))));
        SamplePlan.groups(version).forEach(group -> messages.add(replies.groups(2, false, List.of(group))));
        messages.add(replies.hello());
        messages.add(replies.features(1, 0xa1, 0));
        messages.add(replies.error(1, 2, 9));
        messages.add(replies.echoRequest(1, "payload"));
        messages.add(replies.role(1));
        messages.add(replies.description(1, "name"));
        messages.add(replies.ports(1, false, List.of(port, port)));
        messages.add(replies.portStatus(1, port));
        messages.add(replies.portStatus(2, port));
        messages.add(replies.packetIn(3, 1, 0x4845444c01000000L, new byte[64]));
        messages.add(replies.counters(1, false, 3));
        messages.add(replies.bundleReply(1, 2, 3));
        messages.add(replies.barrierReply(1));
        messages.add(replies.flowRemoved(SamplePlan.steering(), 0));
        List<byte[]> corpus = new ArrayList<>();
        messages.forEach(message -> corpus.add(bytes(message)));
        return corpus;
    }

    private static byte[] bytes(ByteBuf message) {
        byte[] bytes = new byte[message.readableBytes()];
        message.readBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void everyMessageOfTheCorpusIsReadable(ProtocolVersion version) {
        ByteBuf frame = Unpooled.buffer();
        for (byte[] message : corpus(version)) {
            frame.clear().writeBytes(message);
            assertThat(MessageDecoder.decode(frame, version)).isNotInstanceOf(SwitchMessage.Unparsed.class);
        }
        frame.release();
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void fourHundredThousandMutantsOfSeed1234AreReadOrFoundUnreadable(ProtocolVersion version) {
        List<byte[]> corpus = corpus(version);
        SplittableRandom random = new SplittableRandom(1234 + Versions.wire(version));
        ByteBuf frame = Unpooled.buffer(1 << 16);
        int unreadable = 0;
        int consumed = 0;
        long most = 0;
        for (int i = 0; i < MUTANTS_EACH; i++) {
            mutate(corpus.get(random.nextInt(corpus.size())), random, frame);
            int readable = frame.readableBytes();
            SwitchMessage message =
                    i % 16 == 0 ? MessageDecoder.decodeHello(frame) : MessageDecoder.decode(frame, version);
            unreadable += message instanceof SwitchMessage.Unparsed ? 1 : 0;
            most = Math.max(most, size(message));
            consumed += readable - frame.readableBytes();
        }
        assertThat(consumed).as("octets taken from the frame's own reader").isZero();
        assertThat(frame.refCnt()).isEqualTo(1);
        frame.release();
        assertThat(unreadable).isBetween(MUTANTS_EACH / 20, MUTANTS_EACH - MUTANTS_EACH / 20);
        assertThat(most).as("entries made of one message of 64 KiB at most").isLessThan(1 << 14);
    }

    private static int size(SwitchMessage message) {
        return message instanceof SwitchMessage.Contents contents
                ? contents.contents().size()
                : 0;
    }

    /** Flips, sets, cuts, doubles or inserts, one to four times; the header's length is right in most of them. */
    private static void mutate(byte[] original, SplittableRandom random, ByteBuf frame) {
        frame.clear().writeBytes(original);
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(frame.readableBytes());
            switch (random.nextInt(6)) {
                case 0 -> frame.setByte(at, frame.getByte(at) ^ 1 << random.nextInt(8));
                case 1 -> frame.setByte(at, TELLING[random.nextInt(TELLING.length)]);
                case 2 -> frame.setByte(at, random.nextInt(256));
                case 3 -> frame.writerIndex(Math.max(8, at));
                case 4 -> frame.writeBytes(original, 0, Math.min(at, original.length));
                default -> frame.writeZero(random.nextInt(16));
            }
        }
        if (random.nextInt(8) != 0) {
            frame.setShort(2, frame.readableBytes());
        }
        if (random.nextInt(8) != 0) {
            frame.setByte(0, original[0]).setByte(1, original[1]);
        }
    }

    @Test
    void messagesOfNothingButOneByteAreReadInNoTime() {
        ByteBuf frame = Unpooled.buffer(1 << 16);
        long begun = System.nanoTime();
        for (ProtocolVersion version : ProtocolVersion.values()) {
            for (int type = 0; type < 36; type++) {
                for (int fill = 0; fill < 256; fill++) {
                    frame.clear()
                            .writeByte(Versions.wire(version))
                            .writeByte(type)
                            .writeShort(2048)
                            .writeInt(1);
                    for (int i = 0; i < 255; i++) {
                        frame.writeLong(0x0101_0101_0101_0101L * fill);
                    }
                    assertThat(MessageDecoder.decode(frame, version)).isNotNull();
                }
            }
        }
        frame.release();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
    }
}
