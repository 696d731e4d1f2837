@NullMarked
package io.heddle.controller.ovsdb;

import org.jspecify.annotations.NullMarked;
