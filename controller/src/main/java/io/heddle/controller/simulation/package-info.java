/**
 * Servers that are not there: each speaks OVSDB and OpenFlow over TCP to a controller as a machine with Open vSwitch would, keeps what
 * it is told, and forwards nothing. For measurements ({@code heddle bench tenants}) and tests of a whole controller with more servers than
 * a machine can bear, and for what the Java runtime is to learn of a controller before it is started ({@code heddle rehearse}). Nothing
 * that a controller needs: it is part of the program so that it can be measured where it is to run.
 */
@NullMarked
package io.heddle.controller.simulation;

import org.jspecify.annotations.NullMarked;
