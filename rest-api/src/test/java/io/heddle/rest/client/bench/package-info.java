@NullMarked
package io.heddle.rest.client.bench;

import org.jspecify.annotations.NullMarked;
