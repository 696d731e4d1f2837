/**
 * Servers that are not there: each speaks OVSDB and OpenFlow over TCP to a controller as a machine with Open vSwitch would, keeps what
 * it is told, and forwards nothing. For measurements and tests of a whole controller with more servers than a machine can bear.
 */
@NullMarked
package io.heddle.controller.simulation;

import org.jspecify.annotations.NullMarked;
