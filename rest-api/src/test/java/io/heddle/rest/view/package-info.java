/** Tests of what a snapshot looks like from outside. */
@NullMarked
package io.heddle.rest.view;

import org.jspecify.annotations.NullMarked;
