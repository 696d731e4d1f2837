@NullMarked
package io.heddle.routing.tenant.request;

import org.jspecify.annotations.NullMarked;
