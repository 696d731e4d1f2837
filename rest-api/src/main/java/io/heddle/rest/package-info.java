/**
 * Face: HTTP, live stream, dashboard and command line client. Sees the fabric only through two small ports.
 */
@NullMarked
package io.heddle.rest;

import org.jspecify.annotations.NullMarked;
