package io.heddle.controller.telemetry.sflow;

import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.ConnectPoint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Writes sFlow version 5 datagrams, one sample after the other, for tests. */
final class Datagrams {

    private final List<byte[]> samples = new ArrayList<>();
    private int subAgent;
    private int sequence = 1;

    Datagrams of(int number, int sequenceNumber) {
        subAgent = number;
        sequence = sequenceNumber;
        return this;
    }

    /** A sample of a packet of {@code flow} that came in by {@code input}. */
    Datagrams packet(FlowKey flow, int length, int input, int rate, int pool) {
        return flowSample(input, rate, pool, frame(flow), length);
    }

    Datagrams flowSample(int input, int rate, int pool, byte[] header, int length) {
        byte[] record = record(
                1,
                ByteBuffer.allocate(16 + padded(header.length))
                        .putInt(1)
                        .putInt(length + 4)
                        .putInt(4)
                        .putInt(header.length)
                        .put(header)
                        .array());
        return sample(
                1,
                ByteBuffer.allocate(32 + record.length)
                        .putInt(1)
                        .putInt(2 << 24 | 1000)
                        .putInt(rate)
                        .putInt(pool)
                        .putInt(0)
                        .putInt(input)
                        .putInt(0)
                        .putInt(1)
                        .put(record)
                        .array());
    }

    /** The same in the form for large interface numbers. */
    Datagrams expanded(FlowKey flow, int length, int inputFormat, int input) {
        byte[] header = frame(flow);
        byte[] record = record(
                1,
                ByteBuffer.allocate(16 + padded(header.length))
                        .putInt(1)
                        .putInt(length + 4)
                        .putInt(4)
                        .putInt(header.length)
                        .put(header)
                        .array());
        return sample(
                3,
                ByteBuffer.allocate(44 + record.length)
                        .putInt(1)
                        .putInt(2)
                        .putInt(1000)
                        .putInt(4)
                        .putInt(4)
                        .putInt(0)
                        .putInt(inputFormat)
                        .putInt(input)
                        .putInt(0)
                        .putInt(0)
                        .putInt(1)
                        .put(record)
                        .array());
    }

    /** The claim that {@code index} is {@code port}. */
    Datagrams port(int index, ConnectPoint port) {
        byte[] record = record(
                1004,
                ByteBuffer.allocate(12)
                        .putLong(port.dpid().value())
                        .putInt(port.port().value())
                        .array());
        return sample(
                2,
                ByteBuffer.allocate(12 + record.length)
                        .putInt(1)
                        .putInt(index)
                        .putInt(1)
                        .put(record)
                        .array());
    }

    Datagrams sample(int kind, byte[] content) {
        samples.add(record(kind, content));
        return this;
    }

    byte[] bytes() {
        int length = samples.stream().mapToInt(each -> each.length).sum();
        ByteBuffer out = ByteBuffer.allocate(28 + length)
                .putInt(5)
                .putInt(1)
                .putInt(0x7f000001)
                .putInt(subAgent)
                .putInt(sequence)
                .putInt(1000)
                .putInt(samples.size());
        samples.forEach(out::put);
        return out.array();
    }

    private static byte[] record(int kind, byte[] content) {
        return ByteBuffer.allocate(8 + content.length)
                .putInt(kind)
                .putInt(content.length)
                .put(content)
                .array();
    }

    private static int padded(int length) {
        return (length + 3) / 4 * 4;
    }

    /** The beginning of a frame of {@code flow}. */
    static byte[] frame(FlowKey flow, int... tags) {
        ByteBuffer out = ByteBuffer.allocate(54 + 4 * tags.length).position(12);
        for (int tag : tags) {
            out.putShort((short) tag).putShort((short) 7);
        }
        return out.putShort((short) 0x0800)
                .put((byte) 0x45)
                .put((byte) 0)
                .putShort((short) 1500)
                .putInt(0)
                .put((byte) 64)
                .put((byte) flow.protocol())
                .putShort((short) 0)
                .putInt(flow.source().value())
                .putInt(flow.destination().value())
                .putShort((short) flow.sourcePort())
                .putShort((short) flow.destinationPort())
                .array();
    }
}
