/**
 * The measurements of the command line that need no network: {@code heddle bench elephants --simulate}.
 *
 * <p>What is measured is all in {@code routing.elephant.workload}; here are the options, the processor's clock, tables for a person and
 * JSON for a program. Everything is written to picocli's own streams, progress to the error stream. Exit codes: 0, 1 when the file
 * cannot be written, 2 when it was wrongly called. {@code Main} adds {@link io.heddle.rest.client.bench.BenchVerb}.
 */
@NullMarked
package io.heddle.rest.client.bench;

import org.jspecify.annotations.NullMarked;
