package io.heddle.rest.view;

import io.heddle.rest.FabricPhase;
import io.heddle.rest.FabricSnapshot;
import java.util.ArrayList;
import java.util.List;

/** Whether the fabric does all that it was asked to do. */
public final class Readiness {

    private static final int NAMED = 5;

    private Readiness() {}

    /** What is still missing, one sentence each; empty when the fabric is ready. */
    public static List<String> missing(FabricSnapshot snapshot) {
        List<String> missing = new ArrayList<>();
        if (snapshot.phase() == FabricPhase.FORMING) {
            missing.add("The fabric is still forming: " + snapshot.sessions().size() + " switches are connected.");
        } else if (!snapshot.isCablingUnderstood()) {
            missing.add("The cabling has just changed; it is looked at again as soon as it is quiet.");
        }
        List<String> unsynced = snapshot.sessions().entrySet().stream()
                .filter(entry -> !entry.getValue().isSynced())
                .map(entry -> snapshot.topology()
                        .fabricSwitch(entry.getKey())
                        .map(found -> found.name())
                        .orElseGet(() -> entry.getKey().toString()))
                .toList();
        if (!unsynced.isEmpty()) {
            missing.add((unsynced.size() == 1
                            ? "1 switch has not confirmed its"
                            : unsynced.size() + " switches have not confirmed their")
                    + " plan yet: "
                    + String.join(", ", unsynced.subList(0, Math.min(NAMED, unsynced.size())))
                    + (unsynced.size() > NAMED ? ", …" : "") + ".");
        }
        return missing;
    }
}
