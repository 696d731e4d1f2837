/**
 * The command line client: verbs that ask a running controller over HTTP and print tables, or the JSON itself.
 *
 * <p>A verb knows nothing but the URL and the JSON that {@code openapi.yaml} describes, so it also serves a controller on another
 * machine. It writes to picocli's own streams and returns an exit code: 0 for an answer, 1 when the controller could not be asked or
 * refused. {@code Main} adds {@link io.heddle.rest.client.ClientVerbs#all} to the program's commands.
 */
@NullMarked
package io.heddle.rest.client;

import org.jspecify.annotations.NullMarked;
