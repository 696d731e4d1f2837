package io.heddle.routing.tenant;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Identifies a security group; the order is that of the text form. */
public record SecurityGroupId(UUID value) implements ResourceId, Comparable<SecurityGroupId> {

    /** Reads the canonical text form; throws {@link IllegalArgumentException} naming the text when it is anything else. */
    public static SecurityGroupId parse(String text) {
        return new SecurityGroupId(UuidText.parse(text));
    }

    /** The identifier of the group that every project has: made from the project's name, so that there can be but one. */
    public static SecurityGroupId ofDefault(ProjectId project) {
        String name = SecurityGroup.DEFAULT + " security group of " + project;
        return new SecurityGroupId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public int compareTo(SecurityGroupId other) {
        return UuidText.ORDER.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
