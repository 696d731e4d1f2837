package io.heddle.controller.ovsdb;

/**
 * How a machine reaches the controller.
 *
 * @param host the controller's address or name as Open vSwitch writes it before a port
 * @param isSecured whether it uses TLS
 */
record ControllerReach(String host, boolean isSecured) {}
