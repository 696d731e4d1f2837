/**
 * HTTP: one resource class for each thing there is to ask, the server around them, and the dashboard's files.
 *
 * <p>Resources only turn a request into a question to {@link io.heddle.rest.view.FabricView} and its answer into a reply; whatever is
 * wrong with a request is a {@link io.heddle.rest.http.Refusal}, written as a problem document (RFC 9457) with what to do about it.
 * {@code openapi.yaml} lists every route, and a test holds the two together. What changes something asks
 * {@link io.heddle.rest.FabricCommands} and answers when the change is durable; it wants JSON, and no other site's page to ask for it.
 * What is tenants' ({@link io.heddle.rest.tenant}) is shown to nobody without a credential, which is the one of the Networking API.
 * Every reply carries headers that keep a browser from being used against the controller. The controller's {@code Main} starts
 * {@link io.heddle.rest.http.RestServer} and closes it.
 */
@NullMarked
package io.heddle.rest.http;

import org.jspecify.annotations.NullMarked;
