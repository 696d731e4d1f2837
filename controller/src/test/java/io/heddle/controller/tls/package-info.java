/** Tests of certificates, and authorities that tests make for themselves. */
@NullMarked
package io.heddle.controller.tls;

import org.jspecify.annotations.NullMarked;
