/** Tests of the command line client against a server that answers what the test says. */
@NullMarked
package io.heddle.rest.client;

import org.jspecify.annotations.NullMarked;
