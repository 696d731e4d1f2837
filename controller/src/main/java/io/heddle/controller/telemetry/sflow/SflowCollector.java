package io.heddle.controller.telemetry.sflow;

import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.telemetry.ElephantDetector;
import io.heddle.controller.telemetry.ElephantSettings;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where switches send their samples, over UDP. One thread of its own reads, decides and detects, so that no number of samples ever
 * delays the fabric; what comes out is one event when the set of large flows is news.
 */
public final class SflowCollector implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SflowCollector.class);
    private static final int LONGEST_DATAGRAM = 9_216;
    private static final int KERNEL_BUFFER = 4 << 20;
    private static final long REPORT_MILLISECONDS = 100;

    private final EventLoopGroup loop;
    private final Channel channel;
    private final SampleIntake intake;
    private final Tally tally;

    private SflowCollector(EventLoopGroup loop, Channel channel, SampleIntake intake, Tally tally) {
        this.loop = loop;
        this.channel = channel;
        this.intake = intake;
        this.tally = tally;
    }

    /**
     * Listens.
     *
     * @param address where, with port 0 for one that the system chooses
     * @param events is handed each event, on the collector's thread, and returns at once whether it has room for it
     * @throws IllegalStateException when the address cannot be listened on, with the system's reason
     */
    public static SflowCollector start(
            InetSocketAddress address, ElephantSettings settings, Predicate<FabricEvent> events, Clock clock) {
        Tally tally = new Tally();
        SampleIntake intake = new SampleIntake(new ElephantDetector(settings), tally);
        EventLoopGroup loop =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("sflow", true), NioIoHandler.newFactory());
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioDatagramChannel.class)
                .option(ChannelOption.SO_RCVBUF, KERNEL_BUFFER)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LONGEST_DATAGRAM))
                .handler(new Receiver(intake, clock));
        var bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly();
            throw new IllegalStateException(
                    "cannot listen for sFlow samples on " + address.getHostString() + " UDP port " + address.getPort(),
                    bound.cause());
        }
        Reporter reporter = new Reporter(intake, events, clock);
        var unused = loop.scheduleAtFixedRate(
                reporter::report, REPORT_MILLISECONDS, REPORT_MILLISECONDS, TimeUnit.MILLISECONDS);
        LOG.info("sFlow samples are awaited at {}", bound.channel().localAddress());
        return new SflowCollector(loop, bound.channel(), intake, tally);
    }

    /** Where it listens, with the port the system chose if it was to. */
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** Decides from now on by {@code sight}, which the caller gives away. Returns at once. */
    public void look(SampleSight sight) {
        loop.execute(() -> intake.look(sight));
    }

    /** Takes what a switch that does not sample has counted of flows, as of {@code now}. Returns at once. */
    public void counted(FabricEvent.SteeringCountersRead read, Instant now) {
        loop.execute(() -> intake.counted(read, now));
    }

    /** What it has done so far. */
    public SflowCounters counters() {
        return tally.snapshot();
    }

    /** Frees the port; waits until that is done. */
    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** Carries datagrams in. */
    private static final class Receiver extends SimpleChannelInboundHandler<DatagramPacket> {
        private final SampleIntake intake;
        private final Clock clock;

        Receiver(SampleIntake intake, Clock clock) {
            this.intake = intake;
            this.clock = clock;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            intake.accept(packet.sender().getAddress(), ByteBufUtil.getBytes(packet.content()), clock.instant());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.error("a datagram with samples was lost to a failure", cause);
        }
    }
}
