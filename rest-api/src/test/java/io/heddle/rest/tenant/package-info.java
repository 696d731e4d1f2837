@NullMarked
package io.heddle.rest.tenant;

import org.jspecify.annotations.NullMarked;
