package io.heddle.routing.plan;

import io.heddle.routing.verify.TestFabric;
import io.heddle.topology.DatapathId;
import io.heddle.topology.clos.Cable;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;

/** What is broken in a fabric at the moment; breaks and mends more at random. */
final class Damage {
    private final List<Cable> cables;
    private final List<DatapathId> switches;
    private final SortedSet<Cable> broken = new TreeSet<>();
    private final SortedSet<DatapathId> dead = new TreeSet<>();

    Damage(TestFabric fabric) {
        cables = List.copyOf(fabric.cables());
        switches = List.copyOf(fabric.topology().switches().keySet());
    }

    SortedSet<DatapathId> dead() {
        return dead;
    }

    TestFabric next(TestFabric fabric, Random random) {
        boolean isMending = broken.size() + dead.size() > random.nextInt(6);
        if (isMending && !dead.isEmpty() && random.nextBoolean()) {
            DatapathId back = dead.iterator().next();
            dead.remove(back);
            TestFabric mended = fabric.withSwitch(back);
            for (Cable cable : fabric.cablesOf(back)) {
                boolean isPeerDead = dead.contains(cable.first().dpid())
                        || dead.contains(cable.second().dpid());
                if (isPeerDead || broken.contains(cable)) {
                    mended = mended.cut(cable);
                }
            }
            return mended;
        }
        if (isMending && !broken.isEmpty()) {
            Cable mended = List.copyOf(broken).get(random.nextInt(broken.size()));
            broken.remove(mended);
            return isTouchingDead(mended) ? fabric : fabric.healed(mended);
        }
        if (random.nextInt(5) == 0) {
            DatapathId lost = switches.get(random.nextInt(switches.size()));
            return dead.add(lost) ? fabric.withoutSwitch(lost) : fabric;
        }
        Cable cut = cables.get(random.nextInt(cables.size()));
        if (isTouchingDead(cut)) {
            return fabric;
        }
        broken.add(cut);
        return random.nextInt(4) == 0 ? fabric.silenced(cut) : fabric.cut(cut);
    }

    private boolean isTouchingDead(Cable cable) {
        return dead.contains(cable.first().dpid())
                || dead.contains(cable.second().dpid());
    }

    @Override
    public String toString() {
        return "broken " + broken + " dead " + dead;
    }
}
