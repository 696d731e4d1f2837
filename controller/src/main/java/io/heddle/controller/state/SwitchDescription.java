package io.heddle.controller.state;

/**
 * What a switch says of itself (OpenFlow 1.5.1 §7.3.5.1); untrusted text, cut to the field's length.
 *
 * @param manufacturer who made it
 * @param hardware the hardware's name
 * @param software the software's version
 * @param serial its serial number
 * @param name {@code dp_desc}, what its operator calls it; often empty, or the bridge's name
 */
public record SwitchDescription(String manufacturer, String hardware, String software, String serial, String name) {}
