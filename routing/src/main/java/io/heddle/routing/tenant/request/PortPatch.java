package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.DhcpOption;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.topology.address.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What is to change about a port; what is empty stays.
 *
 * @param name its name
 * @param mac its MAC address
 * @param adminUp whether it is to carry frames
 * @param fixedIps its addresses, instead of those it has
 * @param deviceId who uses it
 * @param deviceOwner what kind of thing uses it
 * @param portSecurity whether it is guarded
 * @param allowedPairs further addresses it may send from, instead of those it has
 * @param securityGroups the security groups it is in, instead of those it is in
 * @param dhcpOptions options that change: those without a value are taken away
 * @param bindingHost the machine it is plugged into
 * @param vnicType the kind of interface
 * @param bindingProfile the JSON object that is kept
 * @param description the owner's words
 * @param qos which quality of service policy it is to have
 */
public record PortPatch(
        Optional<String> name,
        Optional<MacAddress> mac,
        Optional<Boolean> adminUp,
        Optional<List<IpRequest>> fixedIps,
        Optional<String> deviceId,
        Optional<String> deviceOwner,
        Optional<Boolean> portSecurity,
        Optional<List<PairRequest>> allowedPairs,
        Optional<SortedSet<SecurityGroupId>> securityGroups,
        Optional<List<OptionChange>> dhcpOptions,
        Optional<String> bindingHost,
        Optional<String> vnicType,
        Optional<String> bindingProfile,
        Optional<String> description,
        Optional<QosChoice> qos) {

    /**
     * One DHCP option as it is to be.
     *
     * @param option the option; its value counts only if it is to stay
     * @param stays whether there is to be such an option
     */
    public record OptionChange(DhcpOption option, boolean stays) {}
}
