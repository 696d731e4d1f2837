@NullMarked
package io.heddle.controller.openflow.codec;

import org.jspecify.annotations.NullMarked;
