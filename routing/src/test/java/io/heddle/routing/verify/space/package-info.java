@NullMarked
package io.heddle.routing.verify.space;

import org.jspecify.annotations.NullMarked;
