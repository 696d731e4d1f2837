@NullMarked
package io.heddle.controller.ovsdb.data;

import org.jspecify.annotations.NullMarked;
