package io.heddle.controller.simulation;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much processor time each kind of thread has had; what compiles and collects garbage is under {@code runtime}.
 *
 * @param millis by the name of the thread, without numbers
 */
record ProcessorTimes(SortedMap<String, Long> millis) {

    static ProcessorTimes now() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        SortedMap<String, Long> millis = new TreeMap<>();
        long all =
                ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null) {
                String kind = thread.getThreadName().replaceAll("[-0-9]+$", "").replaceAll("[-0-9].*", "");
                millis.merge(kind, Math.max(0, threads.getThreadCpuTime(thread.getThreadId())) / 1_000_000, Long::sum);
            }
        }
        millis.put(
                "runtime",
                all - millis.values().stream().mapToLong(Long::longValue).sum());
        return new ProcessorTimes(millis);
    }

    /** What was used since then, where it is more than a little. */
    ProcessorTimes since(ProcessorTimes before) {
        SortedMap<String, Long> used = new TreeMap<>();
        millis.forEach((kind, now) -> used.put(kind, now - before.millis.getOrDefault(kind, 0L)));
        used.values().removeIf(each -> each < 20);
        return new ProcessorTimes(used);
    }
}
