package io.heddle.controller.host;

import static io.heddle.controller.host.Bench.P12;
import static io.heddle.controller.host.Bench.P22;
import static io.heddle.controller.host.Bench.ip;
import static io.heddle.controller.host.Bench.mac;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.host.Bench.Station;
import io.heddle.controller.packet.Arp;
import io.heddle.controller.state.FabricEvent.CableSuspected;
import io.heddle.controller.state.FabricEvent.HostLost;
import io.heddle.topology.ConnectPoint;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DoubtsTest {

    private final Bench bench = new Bench();

    private static Station remembered(ConnectPoint point, int mac, String ip) {
        return new Station(point, mac(mac), ip(ip));
    }

    private long questionsFor(String ip) {
        return bench.arpsAt(P12).stream()
                .filter(arp -> arp.operation() == Arp.Operation.REQUEST)
                .filter(arp -> arp.targetIp().equals(ip(ip)))
                .count();
    }

    @Test
    void aHostThatAnswersStays() {
        bench.known(bench.station(P12, 1, "10.0.0.2"));
        bench.apply(new CableSuspected(P12));
        assertThat(questionsFor("10.0.0.2")).isEqualTo(1);
        bench.pass(Duration.ofSeconds(3));
        assertThat(bench.host("10.0.0.2")).isPresent();
        assertThat(questionsFor("10.0.0.2")).isEqualTo(1);
    }

    @Test
    void aHostThatKeepsSilentIsAskedTwiceAndGivenUpAfterASecond() {
        bench.known(remembered(P12, 1, "10.0.0.2"));
        bench.apply(new CableSuspected(P12));
        bench.pass(Duration.ofMillis(900));
        assertThat(bench.host("10.0.0.2")).isPresent();
        assertThat(questionsFor("10.0.0.2")).isEqualTo(2);
        bench.pass(Duration.ofMillis(100));
        assertThat(bench.events).containsExactly(new HostLost(ip("10.0.0.2")));
    }

    @Test
    void onlyThoseAtThePortAreAskedAndEachIsJudgedByItself() {
        bench.known(bench.station(P12, 1, "10.0.0.2"));
        bench.known(remembered(P12, 2, "10.0.0.200"));
        bench.known(remembered(P22, 3, "10.0.1.2"));
        bench.apply(new CableSuspected(P12));
        bench.pass(Duration.ofSeconds(2));
        assertThat(bench.events).containsExactly(new HostLost(ip("10.0.0.200")));
    }

    @Test
    void suspicionAgainAndAgainAsksNoMoreOften() {
        bench.known(remembered(P12, 1, "10.0.0.2"));
        for (int times = 0; times < 500; times++) {
            bench.apply(new CableSuspected(P12));
        }
        bench.pass(Duration.ofMillis(900));
        assertThat(questionsFor("10.0.0.2")).isEqualTo(2);
    }

    @Test
    void aHostThatHasMovedMeanwhileIsNotGivenUp() {
        bench.known(remembered(P12, 1, "10.0.0.2"));
        bench.apply(new CableSuspected(P12));
        bench.known(remembered(P22, 1, "10.0.0.2"));
        bench.pass(Duration.ofSeconds(2));
        assertThat(bench.host("10.0.0.2").orElseThrow().location()).isEqualTo(P22);
    }

    @Test
    void aHostWhoseSwitchCannotAskIsNotGivenUp() {
        bench.known(remembered(P12, 1, "10.0.0.2"));
        bench.apply(new CableSuspected(P12));
        bench.connectedIs(1, false);
        bench.pass(Duration.ofSeconds(2));
        assertThat(bench.host("10.0.0.2")).isPresent();
    }

    @Test
    void anAnswerFromAnotherPortIsNone() {
        bench.known(remembered(P12, 1, "10.0.0.2"));
        bench.apply(new CableSuspected(P12));
        Station elsewhere = remembered(P22, 9, "10.0.0.2");
        bench.arp(elsewhere, Arp.request(elsewhere.mac(), elsewhere.ip(), ip("10.0.1.1")));
        bench.pass(Duration.ofSeconds(2));
        assertThat(questionsFor("10.0.0.2")).isEqualTo(4);
        assertThat(bench.host("10.0.0.2").orElseThrow().location()).isEqualTo(P22);
    }
}
