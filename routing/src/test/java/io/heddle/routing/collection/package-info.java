@NullMarked
package io.heddle.routing.collection;

import org.jspecify.annotations.NullMarked;
