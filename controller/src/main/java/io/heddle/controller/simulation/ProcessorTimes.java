package io.heddle.controller.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How much processor time each kind of thread of this process has had, its Java compilers and collectors among them (Linux only).
 *
 * @param millis by the name of the thread, without numbers
 */
record ProcessorTimes(SortedMap<String, Long> millis) {

    /** The times of this process until now. */
    static ProcessorTimes now() {
        SortedMap<String, Long> nanos = new TreeMap<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            for (Path thread : threads.toList()) {
                String name = Files.readString(thread.resolve("comm")).strip();
                String used = Files.readString(thread.resolve("schedstat"));
                nanos.merge(
                        name.replaceAll("[-#0-9].*", ""),
                        Long.parseLong(used.substring(0, used.indexOf(' '))),
                        Long::sum);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        nanos.replaceAll((name, each) -> each / 1_000_000);
        return new ProcessorTimes(nanos);
    }

    /** What was used since then, where it is more than a little. */
    ProcessorTimes since(ProcessorTimes before) {
        SortedMap<String, Long> used = new TreeMap<>();
        millis.forEach((kind, now) -> used.put(kind, now - before.millis.getOrDefault(kind, 0L)));
        used.values().removeIf(each -> each < 20);
        return new ProcessorTimes(used);
    }
}
