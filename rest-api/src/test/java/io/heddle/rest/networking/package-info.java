@NullMarked
package io.heddle.rest.networking;

import org.jspecify.annotations.NullMarked;
