@NullMarked
package io.heddle.controller.openflow;

import org.jspecify.annotations.NullMarked;
