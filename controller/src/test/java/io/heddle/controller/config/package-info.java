/** Configurations read, refused and printed. */
@NullMarked
package io.heddle.controller.config;

import org.jspecify.annotations.NullMarked;
