/**
 * Machine: the event loop and the endpoints; the one place where all parts meet.
 */
@NullMarked
package io.heddle.controller;

import org.jspecify.annotations.NullMarked;
