package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.ProjectId;
import java.util.Optional;

/**
 * A network that is asked for.
 *
 * @param id its identifier, new
 * @param project its owner; whoever asks if left out
 * @param name its name
 * @param adminUp whether it is to carry frames
 * @param shared whether every project may use it
 * @param external whether it is to lead out of all networks of tenants
 * @param type how frames travel; the usual way if left out
 * @param physicalNetwork where VLAN and flat networks are
 * @param segmentationId the id to tell it apart by; the lowest free one if left out
 * @param mtu the largest packet; as large as possible if left out
 * @param portSecurity whether its ports are guarded unless they say otherwise
 * @param description the owner's words
 * @param qos which quality of service policy it is to have
 */
public record NetworkDraft(
        NetworkId id,
        Optional<ProjectId> project,
        String name,
        boolean adminUp,
        boolean shared,
        boolean external,
        Optional<NetworkType> type,
        Optional<String> physicalNetwork,
        Optional<Long> segmentationId,
        Optional<Integer> mtu,
        boolean portSecurity,
        String description,
        QosChoice qos) {}
