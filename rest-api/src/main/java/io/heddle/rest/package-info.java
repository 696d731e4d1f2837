/**
 * Face: what the rest of the program has to offer so that a person or a program can look at the fabric.
 *
 * <p>This package holds only values and two ports: {@link io.heddle.rest.FabricQueries} hands out {@link
 * io.heddle.rest.FabricSnapshot}s, immutable and numbered. The controller fills them in after every event that changed something;
 * the packages below (HTTP, live stream, dashboard, command line) only ever read them, from any thread, and therefore never wait
 * for the controller nor make it wait. {@link io.heddle.rest.FabricCommands} takes what an operator wants and answers when that is
 * durable or refused. Tests publish snapshots and obey commands of their own making.
 */
@NullMarked
package io.heddle.rest;

import org.jspecify.annotations.NullMarked;
