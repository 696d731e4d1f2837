/** Tests of the server over real HTTP, on ports of the system's choice. */
@NullMarked
package io.heddle.rest.http;

import org.jspecify.annotations.NullMarked;
